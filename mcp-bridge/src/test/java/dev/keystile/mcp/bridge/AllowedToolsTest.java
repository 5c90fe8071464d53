package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.ToolPolicy;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A grant of which a person allowed some tools. */
class AllowedToolsTest {
    private static final String LOOK =
            "{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}}";
    private static final String WRITE = "{\"name\":\"write\"}";
    private static final String FORGET = "{\"name\":\"forget\"}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
    private static final String ALL = list(FORGET, LOOK, WRITE);

    private FakeUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        open(ToolHints.NONE);
    }

    private void open(ToolHints hints) throws IOException {
        fixture =
                new Fixture(
                        upstream.uri("/mcp"),
                        Fixture.QUICK,
                        new ApiKeyHeader("x-api-key", null),
                        UpstreamSettings.of(Fixture.QUICK)
                                .with(new CallHandling(RawKeys.ALLOWED, hints, false, false)));
        fixture.grant(
                "some", Fixture.GRANT, "mcp", new ToolPolicy.Named(Set.of("look", "write"), false));
        fixture.grant(
                "some-read",
                Fixture.GRANT,
                "mcp:read",
                new ToolPolicy.Named(Set.of("look", "write"), false));
        fixture.grant("read-only", Fixture.GRANT, "mcp", new ToolPolicy.ReadOnly());
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-11-25", "2026-07-28"})
    @DisplayName("design 10: in every revision the list has the allowed tools, and those alone")
    void listIsFiltered(String version) throws Exception {
        answers("application/json; charset=utf-8", ALL);

        var answer =
                fixture.send(
                        fixture.as("some", LIST)
                                .header("MCP-Protocol-Version", version)
                                .header("Mcp-Method", "tools/list"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(list(LOOK, WRITE));
        assertThat(fixture.post("some-read", LIST).body()).isEqualTo(list(LOOK));
        assertThat(fixture.post("read-only", LIST).body()).isEqualTo(list(LOOK));
        assertThat(fixture.post("good", LIST).body()).isEqualTo(ALL);
    }

    @Test
    @DisplayName("design 10: a page of the list is filtered, and leads to the next one")
    void pageIsFiltered() throws Exception {
        String page =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[%s],\"nextCursor\":\"2\"}}";
        answers("application/json", page.formatted(FORGET));

        assertThat(fixture.post("some", LIST).body()).isEqualTo(page.formatted(""));
    }

    @Test
    @DisplayName("GW-L-09, design 10: a list in a batch is filtered")
    void listInABatchIsFiltered() throws Exception {
        String other = "{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}";
        answers("application/json", "[" + other + "," + ALL + "]");

        assertThat(
                        fixture.post(
                                        "some",
                                        "["
                                                + LIST
                                                + ",{\"jsonrpc\":\"2.0\",\"id\":8,\"method\":\"ping\"}]")
                                .body())
                .isEqualTo("[" + other + "," + list(LOOK, WRITE) + "]");
    }

    @Test
    @DisplayName(
            "GW-08, GW-L-06, design 10: a list in an event stream is filtered, resumed ones included")
    void listInAStreamIsFiltered() throws Exception {
        String stream = "id: 1\ndata:\n\n: c\n\nevent: message\nid: 2\ndata: %s\n\n";
        answers("text/event-stream", stream.formatted(ALL));

        var answer = fixture.post("some", LIST);
        var resumed = fixture.send(fixture.with("some").header("Last-Event-ID", "1").GET());

        assertThat(answer.body()).isEqualTo(stream.formatted(list(LOOK, WRITE)));
        assertThat(resumed.body()).isEqualTo(stream.formatted(list(LOOK, WRITE)));
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream");
        assertThat(fixture.send(fixture.with("good").GET()).body())
                .isEqualTo(stream.formatted(ALL));
    }

    @Test
    void answerToAnythingElsePassesToTheByte() throws Exception {
        String odd = "{ \"id\":7, \"id\":7, \"result\" : {\"tools\":[ " + FORGET + "] } }";
        answers("application/json", odd);

        assertThat(fixture.post("some", LIST.replace("tools/list", "prompts/list")).body())
                .isEqualTo(odd);
        assertThat(fixture.post("good", LIST).body()).isEqualTo(odd);
    }

    @ParameterizedTest
    @CsvSource({"application/json, x", "application/json, '{\"a\":1,\"a\":2}'", "text/html, <p>"})
    @DisplayName(
            "design 10: a list that cannot be read is not passed on; the answer has the request's id")
    void unreadableListIsRefused(String type, String body) throws Exception {
        answers(type, body);

        var answer = fixture.post("some", LIST);

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,");
        assertThat(fixture.post("good", LIST).body()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void encodedListIsRefused(String type) throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            FakeUpstream.answer(exchange, 200, type, ALL);
        });

        assertThat(fixture.post("some", LIST).statusCode()).isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({"99000, 200", "101000, 502"})
    @DisplayName("design 10: a list is held up to a limit, above that it is refused")
    void longListIsRefused(int size, int status) throws Exception {
        String long1 = "{\"name\":\"look\",\"description\":\"" + "d".repeat(size) + "\"}";
        answers("application/json", list(long1, FORGET));

        var answer = fixture.post("some", LIST);

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).isEqualTo(list(long1));
        }
    }

    @Test
    @DisplayName(
            "design 10: an event that is too long ends the stream with an error that has the request's id")
    void longEventEndsTheStream() throws Exception {
        answers(
                "text/event-stream",
                "data: "
                        + list("{\"name\":\"forget\",\"d\":\"" + "d".repeat(101_000) + "\"}")
                        + "\n\n");

        assertThat(fixture.post("some", LIST).body())
                .matches(
                        "event: message\ndata: \\{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":\\{\"code\":-32603,[^\n]*\n\n");
        assertThat(fixture.send(fixture.with("some").GET()).body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"some", "some-read"})
    @DisplayName(
            "design 10, GW-M-07: a tool that was not chosen is refused without a new sign-in, and the error says how to get it")
    void otherToolIsRefused(String token) throws Exception {
        var answer = fixture.post(token, Fixture.call("forget"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(answer.body())
                .startsWith(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32010,\"message\":\"")
                .contains("connect it again, and allow the tool on the consent page");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("design 10: a chosen tool is called without asking what it is")
    void chosenToolIsCalled() throws Exception {
        assertThat(fixture.post("some", Fixture.call("write")).body()).isEqualTo("{}");
        assertThat(upstream.received()).hasSize(1);
        assertThat(upstream.last().body()).isEqualTo(Fixture.call("write"));
    }

    @Test
    @DisplayName(
            "design 10: of the chosen tools a token for reading has the read-only ones; for the others its scope is short")
    void scopeNarrowsTheChoice() throws Exception {
        answers("application/json", ALL.replace("\"id\":7", "\"id\":ID"));

        assertThat(fixture.post("some-read", Fixture.call("look")).statusCode()).isEqualTo(200);
        assertThat(fixture.post("some-read", Fixture.call("write")).statusCode()).isEqualTo(403);
    }

    @Test
    @DisplayName("design 10: where a person chose read-only tools there is no challenge")
    void chosenReadOnlyIsNoShortScope() throws Exception {
        answers("application/json", ALL.replace("\"id\":7", "\"id\":ID"));

        var answer = fixture.post("read-only", Fixture.call("write"));

        assertThat(fixture.post("read-only", Fixture.call("look")).statusCode()).isEqualTo(200);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"code\":-32010");
        assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
    }

    @Test
    @DisplayName(
            "GW-L-09, design 10: in a batch every request gets an error, and none goes upstream")
    void batchIsRefusedAsAWhole() throws Exception {
        var answer =
                fixture.post(
                        "some",
                        "["
                                + Fixture.call("look")
                                + ","
                                + Fixture.call("forget").replace(":7,", ":8,")
                                + "]");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .startsWith("[{\"jsonrpc\":\"2.0\",\"id\":7,")
                .contains("\"id\":8,")
                .endsWith("}}]");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void refusedCallsAreLoggedWithTheReason() throws Exception {
        try (LogLines log = LogLines.of(ToolRefusal.class)) {
            fixture.post("some", Fixture.call("forget"));

            assertThat(log.lines())
                    .containsExactly("mcp.tool-refused connector=memory grant=g1 reason=choice");
        }
    }

    @Test
    @DisplayName(
            "a connector's own marks are added to the lists of everybody, and decide what is read-only")
    void missingMarksAreAdded() throws Exception {
        fixture.close();
        open(
                new ToolHints(
                        Map.of(
                                "write", new ToolHints.Hint("Write it", true, null),
                                "look", new ToolHints.Hint("Look", false, null))));
        answers("application/json", ALL.replace("\"id\":7", "\"id\":ID"));
        String look = LOOK.replace("}}", "},\"title\":\"Look\"}");
        String write =
                "{\"name\":\"write\",\"title\":\"Write it\",\"annotations\":{\"readOnlyHint\":true}}";

        assertThat(fixture.post("good", LIST).body()).isEqualTo(list(FORGET, look, write));
        assertThat(fixture.post("read-only", LIST).body()).isEqualTo(list(look, write));
        assertThat(fixture.post("read-only", Fixture.call("write")).statusCode()).isEqualTo(200);
        assertThat(upstream.last().body()).isEqualTo(Fixture.call("write"));
        assertThat(fixture.post("good", "[" + LIST + "]").body())
                .isEqualTo(list(FORGET, look, write));
        assertThat(fixture.post("good", LIST.replace("tools/list", "ping")).body()).isEqualTo(ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "{\"a\":1,\"a\":2}"})
    void whereNothingIsRestrictedUnreadableListsPass(String body) throws Exception {
        fixture.close();
        open(new ToolHints(Map.of("write", new ToolHints.Hint("Write it", true, null))));
        answers("application/json", body + " ".repeat(200_000));

        assertThat(fixture.post("good", LIST).body()).isEqualTo(body + " ".repeat(200_000));
    }

    private void answers(String type, String body) {
        upstream.answers((exchange, received) -> {
            String id = received.body().replaceAll(".*\"id\":([^,}]+).*", "$1");
            FakeUpstream.answer(exchange, 200, type, body.replace("\"id\":ID", "\"id\":" + id));
        });
    }

    private static String list(String... tools) {
        return ToolFilterTest.list(tools);
    }
}
