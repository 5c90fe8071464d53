package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolHintsTest {
    private static final ToolHints HINTS =
            new ToolHints(
                    Map.of(
                            "look", new ToolHints.Hint("Look", true, false),
                            "titled", new ToolHints.Hint("Title", null, null),
                            "nothing", new ToolHints.Hint(null, null, null)));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"name\":\"look\"}|{\"name\":\"look\",\"title\":\"Look\",\"annotations\":{\"readOnlyHint\":true,\"destructiveHint\":false}}",
                "{\"name\":\"look\",\"title\":\"T\",\"annotations\":{\"readOnlyHint\":false,\"destructiveHint\":true}}"
                        + "|{\"name\":\"look\",\"title\":\"T\",\"annotations\":{\"readOnlyHint\":false,\"destructiveHint\":true}}",
                "{\"name\":\"look\",\"annotations\":{\"title\":\"T\",\"readOnlyHint\":null,\"x\":1}}"
                        + "|{\"name\":\"look\",\"annotations\":{\"title\":\"T\",\"readOnlyHint\":null,\"x\":1,\"destructiveHint\":false}}",
                "{\"name\":\"titled\"}|{\"name\":\"titled\",\"title\":\"Title\"}",
                "{\"name\":\"titled\",\"title\":\"\"}|{\"name\":\"titled\",\"title\":\"\"}",
                "{\"name\":\"nothing\"}|{\"name\":\"nothing\"}",
                "{\"name\":\"other\"}|{\"name\":\"other\"}",
                "{\"title\":\"look\"}|{\"title\":\"look\"}",
                "7|7"
            })
    void onlyWhatTheUpstreamDidNotSayIsAdded(String listed, String completed) {
        assertThat(completed("{\"tools\":[" + listed + "],\"nextCursor\":\"a\"}"))
                .isEqualTo("{\"tools\":[" + completed + "],\"nextCursor\":\"a\"}");
    }

    @Test
    void resultWithoutAListStays() {
        assertThat(completed("{\"tools\":{\"name\":\"look\"}}"))
                .isEqualTo("{\"tools\":{\"name\":\"look\"}}");
    }

    private static String completed(String result) {
        return HINTS.complete(Json.object(result.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                .toString();
    }
}
