package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TextsTest {
    private static final Pattern TAG = Pattern.compile("</?[a-z][^<>]*>");
    private static final Pattern PARAMETER = Pattern.compile("\\{([0-9])");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| | en",
                "| de | de",
                "| de-AT | de",
                "| DE | de",
                "| fr | en",
                "| fr, de;q=0.5 | de",
                "| en;q=0.4, de;q=0.5 | de",
                "| en;q=0.6, de;q=0.5 | en",
                "| de;q=0 | en",
                "| de;q=0, en;q=0.1 | en",
                "| * | en",
                "| de;q=x | en",
                "| ;;; | en",
                "de | en | de",
                "de | | de",
                "fr de en | | de",
                "fr  en   de | de | en",
                "fr | de | de",
                "d_e!! | de | de",
            })
    @DisplayName(
            "ui_locales come before Accept-Language, and what is not understood changes nothing")
    void languageIsThatWhichIsLikedBest(String uiLocales, String accepted, String expected) {
        List<String> values = accepted == null ? List.of() : List.of(accepted);

        assertThat(Texts.asked(uiLocales, values).tag()).isEqualTo(expected);
    }

    @Test
    void severalFieldsAreOneList() {
        assertThat(Texts.asked(null, List.of("fr", "de;q=0.5")).tag()).isEqualTo("de");
    }

    @Test
    void overlongListIsNotRead() {
        String most = "de" + ",fr".repeat(166);

        assertThat(Texts.asked(null, List.of(most)).tag()).isEqualTo("de");
        assertThat(Texts.asked(null, List.of(most + ",")).tag()).isEqualTo("en");
    }

    @Test
    void whatIsFilledInIsTextAndNoFormatOfItsOwn() {
        assertThat(Texts.ENGLISH.markup("who.published", "<b title='x'>&\"{0}").html())
                .isEqualTo(
                        "<bdi class=\"host\">&lt;b title=&#39;x&#39;&gt;&amp;&quot;{0}</bdi>"
                                + " publishes this app’s description");
        assertThat(Texts.ENGLISH.plain("asking.asks", "<b>")).isEqualTo("asks to use <b>");
    }

    @Test
    void numbersAreCountedAndWrittenAsTheLanguageDoes() {
        Texts german = Texts.asked("de", List.of());

        assertThat(Stream.of(0, 1, 2, 1234).map(n -> Texts.ENGLISH.plain("review.unlocks", n)))
                .containsExactly(
                        "It unlocks no tools",
                        "It unlocks 1 tool",
                        "It unlocks 2 tools",
                        "It unlocks 1,234 tools");
        assertThat(german.plain("review.unlocks", 1234)).isEqualTo("Er öffnet 1.234 Werkzeuge");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyLanguageHasTheSameTexts(Texts texts) {
        assertThat(texts.keys()).isEqualTo(Texts.ENGLISH.keys()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("languages")
    void everyTextTakesTheSameInEveryLanguage(Texts texts) {
        for (String key : texts.keys()) {
            String english = Texts.ENGLISH.pattern(key);
            String own = texts.pattern(key);
            assertThat(matches(PARAMETER, own)).as(key).isEqualTo(matches(PARAMETER, english));
            assertThat(matches(TAG, own)).as(key).isEqualTo(matches(TAG, english));
        }
    }

    @ParameterizedTest
    @MethodSource("languages")
    @DisplayName(
            "No text has an apostrophe, which a pattern would take for a quote, or loose markup")
    void textsAreWrittenAsPatternsAndMarkup(Texts texts) {
        for (String key : texts.keys()) {
            assertThat(texts.pattern(key)).as(key).isNotBlank().doesNotContain("'");
            String words = TAG.matcher(texts.pattern(key)).replaceAll("");
            assertThat(words.replaceAll("\\|1<|\\{.*?choice,", ""))
                    .as(key)
                    .doesNotContain("<", "&", "\"");
            if (!key.equals("day")) {
                assertThat(new MessageFormat(texts.pattern(key), Locale.ROOT)).isNotNull();
            }
        }
    }

    static List<Texts> languages() {
        return Texts.ALL;
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
