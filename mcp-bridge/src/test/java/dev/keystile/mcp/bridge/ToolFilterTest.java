package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ToolPolicy;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What is left of a message")
class ToolFilterTest {
    static final String LOOK = "{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}}";
    static final String WRITE = "{\"name\":\"write\",\"annotations\":{\"readOnlyHint\":false}}";
    static final String PLAIN = "{\"name\":\"plain\",\"inputSchema\":{\"type\":\"object\"}}";

    private static final ToolPolicy EVERYTHING = new ToolPolicy.Everything();
    private static final ToolPolicy READ_ONLY = new ToolPolicy.ReadOnly();
    private static final ToolPolicy SOME = new ToolPolicy.Named(Set.of("look", "plain"), false);
    private static final ToolPolicy SOME_READ_ONLY =
            new ToolPolicy.Named(Set.of("write", "plain", "look"), true);

    @Test
    @DisplayName("design 10: a tool without the mark is not read-only")
    void readOnlyNeedsTheMark() {
        assertThat(filtered(READ_ONLY, list(LOOK, WRITE, PLAIN))).contains(list(LOOK));
        assertThat(filtered(SOME_READ_ONLY, list(LOOK, WRITE, PLAIN))).contains(list(LOOK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"true\"", "1", "null", "[true]", "{\"readOnlyHint\":true}", "false"})
    void onlyTheValueTrueIsTheMark(String value) {
        String odd = "{\"name\":\"odd\",\"annotations\":{\"readOnlyHint\":" + value + "}}";

        assertThat(filtered(READ_ONLY, list(odd))).contains(list());
        assertThat(filtered(READ_ONLY, list("{\"name\":\"odd\",\"annotations\":" + value + "}")))
                .contains(
                        value.startsWith("{")
                                ? list("{\"name\":\"odd\",\"annotations\":" + value + "}")
                                : list());
    }

    @Test
    void namedToolsStayAsTheyAreAndInOrder() {
        assertThat(filtered(SOME, list(PLAIN, WRITE, LOOK))).contains(list(PLAIN, LOOK));
    }

    @Test
    void whatIsNoToolWithANameIsLeftOut() {
        assertThat(filtered(SOME, list("7", "null", "{}", "{\"name\":7}", "[" + LOOK + "]", LOOK)))
                .contains(list(LOOK));
    }

    @Test
    void theRestOfTheMessageStays() {
        String page =
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"tools\":[%s],\"nextCursor\":\"2\",\"ttlMs\":5,"
                        + "\"_meta\":{\"x\":1}},\"more\":[1]}";

        assertThat(filtered(READ_ONLY, page.formatted(WRITE + "," + LOOK)))
                .contains(page.formatted(LOOK));
        assertThat(filtered(READ_ONLY, page.formatted(WRITE))).contains(page.formatted(""));
    }

    @Test
    @DisplayName("GW-L-09: lists in a batch are filtered too, and its other messages stay")
    void listsInABatch() {
        String other = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":7}}";

        assertThat(filtered(SOME, "[" + other + "," + list(WRITE, LOOK) + "," + list(WRITE) + "]"))
                .contains("[" + other + "," + list(LOOK) + "," + list() + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[{\"tools\":[{\"name\":\"write\"}]}]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"data\":{\"tools\":[7]}}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}",
                "{\"tools\":[{\"name\":\"write\"}]}",
                "{\"result\":{\"capabilities\":{\"tools\":{}}}}",
                "{\"result\":{\"tools\":{}}}",
                "[{\"result\":[]}]",
                "[]",
                "7",
                "null"
            })
    void whatListsNoToolsIsNotChanged(String message) {
        assertThat(filtered(READ_ONLY, message)).isEmpty();
    }

    @Test
    void whatIsMissingIsAddedBeforeTheMarkIsLookedFor() {
        ToolHints hints = new ToolHints(Map.of("plain", new ToolHints.Hint("Plain", true, null)));
        String completed =
                "{\"name\":\"plain\",\"inputSchema\":{\"type\":\"object\"},\"title\":\"Plain\","
                        + "\"annotations\":{\"readOnlyHint\":true}}";

        assertThat(filtered(new ToolFilter(READ_ONLY, hints), list(PLAIN, WRITE)))
                .contains(list(completed));
        assertThat(filtered(new ToolFilter(EVERYTHING, hints), list(PLAIN, WRITE, "7")))
                .contains(list(completed, WRITE, "7"));
    }

    static String list(String... tools) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":["
                + String.join(",", tools)
                + "]}}";
    }

    private static Optional<String> filtered(ToolPolicy policy, String message) {
        return filtered(new ToolFilter(policy, ToolHints.NONE), message);
    }

    private static Optional<String> filtered(ToolFilter filter, String message) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        return filter.apply(StrictJson.read(text).orElseThrow()).map(JsonValue::toString);
    }
}
