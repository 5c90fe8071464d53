package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColoursTest {
    @Test
    void contrastIsThatOfWcag() {
        assertThat(new Colour(0).contrast(new Colour(0xffffff))).isEqualTo(21, within(0.001));
        assertThat(new Colour(0x767676).contrast(new Colour(0xffffff)))
                .isEqualTo(4.54, within(0.01));
        assertThat(new Colour(0x777777).contrast(new Colour(0xffffff)))
                .isEqualTo(4.48, within(0.01));
    }

    @Test
    @DisplayName("Our own accents would be taken, and those that are hard to read are not")
    void colourHasToBeReadable() {
        assertThat(Colours.light("#0A6A4E")).hasToString("#0a6a4e");
        assertThat(Colours.dark("#5ccda4")).hasToString("#5ccda4");
        assertThatThrownBy(() -> Colours.light("#5ccda4"))
                .hasMessageContaining("at least 4.5")
                .hasMessageContaining("take a darker one")
                .hasMessageContaining("#5ccda4");
        assertThatThrownBy(() -> Colours.dark("#0a6a4e")).hasMessageContaining("take a lighter");
    }

    @Test
    void everyBackgroundCountsNotOnlyTheKindest() {
        // Readable on white, at 4.54, but not on our paper.
        assertThatThrownBy(() -> Colours.light("#767676")).hasMessageContaining("is 4.0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "red", "#fff", "#12345g", "#1234567", "#123456;} body{display:none"})
    void whatIsNoColourNeverReachesAStyleSheet(String text) {
        assertThatThrownBy(() -> Colours.light(text)).hasMessageContaining("such as #0a6a4e");
        assertThatThrownBy(() -> Colours.dark(text)).hasMessageContaining("such as #0a6a4e");
    }

    @Test
    void textOfTheFirstButtonIsReadableAtRestAndUnderThePointer() {
        String css = new Colours(Colours.light("#7a2fb0"), Colours.dark("#c79bf0")).styleSheet();

        for (String scheme : css.split("@media")) {
            assertThat(colour(scheme, "on-accent").contrast(colour(scheme, "accent")))
                    .isGreaterThanOrEqualTo(4.5);
            assertThat(colour(scheme, "on-accent").contrast(colour(scheme, "accent-strong")))
                    .isGreaterThanOrEqualTo(4.5);
        }
    }

    @Test
    @DisplayName("The backgrounds that colours are measured against are those of the style sheet")
    void backgroundsAreThoseOfTheStyleSheet() throws IOException {
        String[] schemes = css().split("@media \\(prefers-color-scheme: dark\\)");

        for (String back : List.of("paper", "card", "stub")) {
            assertThat(Colours.LIGHT).contains(colour(schemes[0], back));
            assertThat(Colours.DARK).contains(colour(schemes[1], back));
        }
    }

    private static Colour colour(String css, String name) {
        Matcher matcher = Pattern.compile("--" + name + ": (#[0-9a-f]{6});").matcher(css);
        assertThat(matcher.find()).as(name).isTrue();
        return Colour.parse(matcher.group(1));
    }

    private static String css() throws IOException {
        try (var in = ColoursTest.class.getResourceAsStream("/static/keystile.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
