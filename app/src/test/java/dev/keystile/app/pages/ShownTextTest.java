package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertThat(ShownText.of("Søk i minnet 记忆 😀 <b>")).isEqualTo("Søk i minnet 记忆 😀 <b>");
    }

    @Test
    void directionAndInvisibleCharactersAreDropped() {
        assertThat(ShownText.of("a\u202eb\u2066c\u200bd\ufeffe\ud800")).isEqualTo("abcde");
    }

    @Test
    void controlCharactersBecomeSingleSpaces() {
        assertThat(ShownText.of("\ta\r\n\u2028\u00a0b\u0000")).isEqualTo("a b");
    }

    @Test
    void textIsCutAfter120CodePoints() {
        assertThat(ShownText.of("😀".repeat(120))).isEqualTo("😀".repeat(120));
        assertThat(ShownText.of("😀".repeat(121))).isEqualTo("😀".repeat(120) + "…");
    }
}
