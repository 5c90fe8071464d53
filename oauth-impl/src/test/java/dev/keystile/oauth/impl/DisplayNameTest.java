package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AS-U-11. */
class DisplayNameTest {
    @Test
    void ordinaryNamesStayAsTheyAre() {
        for (String name : new String[] {"Claude", "Äpfel & Birnen <3", "名前", "app 😀"}) {
            assertThat(clean(name)).isEqualTo(name);
        }
    }

    @Test
    void aNameIsCutAtEightyCharacters() {
        assertThat(clean("a".repeat(80))).isEqualTo("a".repeat(80));
        assertThat(clean("a".repeat(81))).isEqualTo("a".repeat(79) + "…");
    }

    @Test
    void aCutNeverSplitsACharacter() {
        assertThat(clean("😀".repeat(80))).isEqualTo("😀".repeat(80));
        assertThat(clean("😀".repeat(100_000))).isEqualTo("😀".repeat(79) + "…");
    }

    @Test
    void halvesOfCharactersAreDropped() {
        assertThat(clean("a\ud83d")).isEqualTo("a");
        assertThat(clean("\ude00a\ud83db")).isEqualTo("ab");
    }

    @Test
    void directionAndInvisibleCharactersAreDropped() {
        assertThat(clean("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"))
                .isEmpty();
        assertThat(clean("\u0000\u0007\u001b\u007f\u0085\u2028\u2029\ufeff\u00ad\ue000")).isEmpty();
        assertThat(clean("x\udb40\udc41y")).as("a tag character").isEqualTo("xy");
    }

    private static String clean(String name) {
        return DisplayName.clean(name);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x2800, 0x3164, 0xFE00, 0xFE0F,
                0xFFA0, 0xE0100, 0xE01EF
            })
    void whatIsALetterOrASignAndShowsNothingIsDropped(int codePoint) {
        String nothing = Character.toString(codePoint);

        assertThat(clean(nothing + " " + nothing)).isEmpty();
        assertThat(clean("a" + nothing + "b")).isEqualTo("ab");
        assertThat(DisplayName.visible("a" + nothing)).isFalse();
    }
}
