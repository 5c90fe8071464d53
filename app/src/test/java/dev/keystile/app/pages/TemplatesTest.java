package dev.keystile.app.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The templates themselves, as they are written. */
class TemplatesTest {
    private static final Path FOLDER = Path.of("src/main/resources/templates");
    private static final Pattern TEXT = Pattern.compile("\\{\\{#t}}(.*?)\\{\\{/t}}");

    @ParameterizedTest
    @MethodSource("templates")
    void everyWordComesFromTheTexts(String name) throws IOException {
        assertThat(words(read(name))).as(name).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyTextThatIsNamedIsThere(String name) throws IOException {
        assertThat(TEXT.matcher(read(name)).results().map(text -> text.group(1)))
                .isSubsetOf(Texts.ENGLISH.keys());
    }

    @ParameterizedTest
    @MethodSource("templates")
    void nothingButOurOwnMarkupGoesUnescaped(String name) throws IOException {
        assertThat(Pattern.compile("\\{\\{\\{(.*?)}}}").matcher(read(name)).results())
                .allMatch(value -> value.group(1).matches("([A-Za-z]+\\.)?html"));
        assertThat(read(name)).doesNotContain("{{&");
    }

    @Test
    void wordsAreFoundWhereverAPersonMeetsThem() {
        assertThat(words("<p>Say {{x}}</p>")).isNotEmpty();
        assertThat(words("<p aria-label=\"Who asks\">{{x}}</p>")).isNotEmpty();
        assertThat(words("<p title=\"Who\">{{x}}</p>")).isNotEmpty();
        assertThat(words("<p data-other=\"Hide\">{{x}}</p>")).isNotEmpty();
        assertThat(words("<p data-in-place=\"Wait\">{{x}}</p>")).isNotEmpty();
        assertThat(words("<p id=\"who\">{{#t}}who{{/t}}{{#x}} {{/x}} ({{.}}) · …</p>")).isEmpty();
    }

    static Stream<String> templates() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    /** What is left of a template without its markup and what it fills in. */
    private static String words(String template) {
        String filled = TEXT.matcher(template).replaceAll("");
        String bare =
                filled.replaceAll("\\{\\{\\$width}}.*?\\{\\{/width}}", "")
                        .replaceAll("\\{\\{.*?}}+", "")
                        .replaceAll(
                                "(?:aria-label|title|alt|placeholder|data-other|data-in-place|data-told)=\"([^\"]*)\"",
                                ">$1<")
                        .replaceAll("<[^<>]*>", "")
                        .replaceAll("Claude Code|ChatGPT|VS Code|Cursor", "");
        return bare.replaceAll("(?s)>([^<>]*)<[^<>]*>", "$1").replaceAll("[^\\p{L}]", "");
    }

    private static String read(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name), StandardCharsets.UTF_8);
    }
}
