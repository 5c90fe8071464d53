package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.oauth.api.ToolPolicy;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token may do that covers reading only, where nobody chose fewer tools. */
class ReadOnlyScopeTest {
    private static final String CHALLENGE =
            "Bearer error=\"insufficient_scope\","
                    + " resource_metadata=\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\","
                    + " scope=\"mcp\"";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\"}";
    private static final String LOOK = Fixture.call("look");
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"write\"}}";

    private FakeUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        upstream.answers(ReadOnlyScopeTest::answer);
        fixture = new Fixture(upstream.uri("/mcp"));
        fixture.grant(
                "reader", Fixture.GRANT, "mcp:read offline_access", new ToolPolicy.Everything());
        fixture.grant("both", Fixture.GRANT, "mcp:read mcp", new ToolPolicy.Everything());
        fixture.grant("neither", Fixture.GRANT, "offline_access", new ToolPolicy.Everything());
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                LIST,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"tools/call\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"method\":\"tools/call\"}}",
                "[" + LIST + "]"
            })
    @DisplayName("RS-T-05: what calls no tool passes")
    void whatCallsNoToolPasses(String message) throws Exception {
        assertThat(fixture.post("reader", message).statusCode()).isEqualTo(200);
        assertThat(upstream.last().body()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CALL,
                " \n" + CALL + "\n",
                "{\"method\":\"tools\\/call\",\"params\":{\"name\":\"write\"},\"id\":7}",
                "{\"\\u006dethod\":\"tools\\u002fcall\",\"params\":{\"n\\u0061me\":\"write\"},\"id\":7}",
                "{\"method\":\"Tools/Call\",\"params\":{\"name\":\"write\"},\"id\":7}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"unmarked\"},\"id\":7}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"nowhere\"},\"id\":7}",
                "{\"method\":\"tools/call\",\"params\":{\"name\":\"Look\"},\"id\":7}",
            })
    @DisplayName("RS-T-05, GW-M-07: a tool that is not marked as read-only needs the scope mcp")
    void toolCallIsForbidden(String message) throws Exception {
        var answer = fixture.post("reader", message);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().allValues("www-authenticate")).containsExactly(CHALLENGE);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32010,")
                .contains("needs the scope mcp");
        assertThat(upstream.received()).noneMatch(sent -> sent.body().contains("tools/call"));
    }

    @Test
    @DisplayName("design 10: a tool that is marked as read-only may be called")
    void readOnlyToolMayBeCalled() throws Exception {
        var answer = fixture.post("reader", LOOK);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(upstream.last().body()).isEqualTo(LOOK);
    }

    @Test
    @DisplayName(
            "RS-T-05, GW-L-09: one call too many refuses its whole batch, and every request gets its answer")
    void batchIsRefusedAsAWhole() throws Exception {
        String look = LOOK.replace(":7,", ":\"8\",");
        String note = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

        var answer = fixture.post("reader", "[" + look + "," + note + "," + CALL + "]");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().allValues("www-authenticate")).containsExactly(CHALLENGE);
        assertThat(answer.body())
                .matches(
                        "\\[\\{\"jsonrpc\":\"2.0\",\"id\":\"8\",\"error\":\\{\"code\":-32010,\"message\":\"Not sent[^}]+}},"
                                + "\\{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":\\{\"code\":-32010,\"message\":\"The access[^}]+}}]");
        assertThat(upstream.received()).hasSize(1);
        assertThat(fixture.post("reader", "[" + look + "," + note + "]").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":[\"look\"]}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":7}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"look\",\"Name\":\"write\"}}"
            })
    @DisplayName("design 10: a call that names no tool, or two to some readers, is refused")
    void callThatNamesNoToolIsRefused(String message) throws Exception {
        var answer = fixture.post("reader", message);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32602,");
        assertThat(upstream.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "ping", ""})
    @DisplayName("GW-M-02, GW-M-03: a header does not make the call of a tool anything else")
    void headerDoesNotHideAToolCall(String named) throws Exception {
        var answer = fixture.send(fixture.as("reader", CALL).header("Mcp-Method", named));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"id\":7,\"error\":{\"code\":-32020,");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("GW-M-02, GW-M-03: nor does the name of another tool")
    void headerDoesNotNameAnotherTool() throws Exception {
        var other =
                fixture.send(
                        fixture.as("reader", LOOK)
                                .header("Mcp-Method", "tools/call")
                                .header("Mcp-Name", "write"));
        var same =
                fixture.send(
                        fixture.as("reader", LOOK)
                                .header("MCP-Protocol-Version", "2026-07-28")
                                .header("Mcp-Method", "tools/call")
                                .header("Mcp-Name", "=?base64?bG9vaw==?="));

        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("\"id\":7,\"error\":{\"code\":-32020,");
        assertThat(same.statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("GW-M-02, GW-M-03, GW-M-07: nor does it make anything else the call of a tool")
    void headerThatDiffersFromTheMessageIsRefused() throws Exception {
        var same = fixture.send(fixture.as("reader", LIST).header("Mcp-Method", "tools/list"));
        var other = fixture.send(fixture.as("reader", LIST).header("Mcp-Method", "tools/call"));
        var twice =
                fixture.send(
                        fixture.as("reader", LIST)
                                .header("Mcp-Method", "tools/list")
                                .header("Mcp-Method", "tools/call"));

        assertThat(same.statusCode()).isEqualTo(200);
        for (var refused : new HttpResponse<?>[] {other, twice}) {
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body().toString())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32020,");
        }
        assertThat(upstream.received()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "{",
                "{}x",
                LIST + CALL,
                LIST + "\u0000",
                "\ufeff" + LIST,
                "{\"method\":\"tools/list\",\"method\":\"tools/call\"}",
                "{\"method\":\"tools/call\",\"method\":\"tools/list\"}",
                "{\"method\":\"tools/list\",\"\\u006dethod\":\"tools/call\"}",
                "{\"method\":\"tools/list\",\"params\":{\"a\":1,\"a\":2}}",
                "{'method':'tools/call'}",
                "{\"method\":\"tools/list\",}"
            })
    @DisplayName("design 10: what two readers may take differently is no JSON")
    void ambiguousBodyIsRefused(String body) throws Exception {
        assertRefused(fixture.post("reader", body), -32700);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "7",
                "null",
                "\"tools/call\"",
                "[[" + CALL + "]]",
                "[" + LIST + ",7]",
                "{\"method\":[\"tools/call\"]}",
                "{\"Method\":\"tools/call\"}",
                "{\"method\":\"tools/call\",\"Params\":{\"name\":\"write\"}}",
                "{\"method\":\"tools/list\",\"METHOD\":\"tools/call\"}"
            })
    @DisplayName("design 10: JSON that is no JSON-RPC is refused")
    void whatIsNoMessageIsRefused(String body) throws Exception {
        assertRefused(fixture.post("reader", body), -32600);
    }

    @Test
    void bodyThatIsNotUtf8IsRefused() throws Exception {
        byte[] latin = "{\"method\":\"t\u00e4st\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = CALL.getBytes(StandardCharsets.UTF_16LE);

        for (byte[] body : new byte[][] {latin, wide}) {
            assertRefused(
                    fixture.send(fixture.with("reader").POST(BodyPublishers.ofByteArray(body))),
                    -32700);
        }
    }

    @Test
    void messageIsAtMost64LevelsDeep() throws Exception {
        assertThat(fixture.post("reader", nested(64)).statusCode()).isEqualTo(200);

        assertRefused(fixture.post("reader", nested(65)), -32700);
        assertRefused(fixture.post("reader", "[".repeat(900)), -32700);
    }

    @Test
    @DisplayName("design 10: what goes on is what was judged, in the encoding in which it was")
    void judgedMessageIsWrittenAnew() throws Exception {
        var request =
                fixture.as("reader", "{ \"method\" : \"p\\u0069ng\", \"id\":7 , \"a\":\"\u00e4\" }")
                        .header("Content-Type", "application/json; charset=utf-7");

        assertThat(fixture.send(request).statusCode()).isEqualTo(200);

        assertThat(upstream.last().body())
                .isEqualTo("{\"method\":\"ping\",\"id\":7,\"a\":\"\u00e4\"}");
        assertThat(upstream.last().headers().get("content-type"))
                .containsExactly("application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "HEAD"})
    void otherMethodsPass(String method) throws Exception {
        var answer = fixture.send(fixture.with("reader").method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {CALL, "x", "{\"method\":1,\"method\":2}", "\ufeff[[]", ""})
    @DisplayName("RS-T-05, RS-T-10: nothing is read of the body of a token that covers everything")
    void wholeScopeIsNotJudged(String body) throws Exception {
        for (String token : new String[] {"good", "both"}) {
            assertThat(fixture.post(token, body).statusCode()).isEqualTo(200);
            assertThat(upstream.last().body()).isEqualTo(body);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {LIST, CALL, "x"})
    @DisplayName("RS-T-05: a token that covers neither is refused, whatever it sends")
    void otherScopesAreOfNoUse(String body) throws Exception {
        var answer = fixture.post("neither", body);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().allValues("www-authenticate")).containsExactly(CHALLENGE);
        assertThat(upstream.received()).isEmpty();
    }

    /** Lists one tool of each kind, and answers everything else. */
    private static void answer(HttpExchange exchange, FakeUpstream.Received received)
            throws IOException {
        String list =
                "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":{\"tools\":["
                        + "{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}},{\"name\":\"unmarked\"},"
                        + "{\"name\":\"write\",\"annotations\":{\"readOnlyHint\":false}}]}}";
        String id = received.body().replaceAll(".*\"id\":([^,}]+).*", "$1");
        boolean lists = received.body().contains("tools/list");
        FakeUpstream.answer(exchange, 200, "application/json", lists ? list.formatted(id) : "{}");
    }

    private static void assertRefused(HttpResponse<String> answer, int code) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/json");
        assertThat(answer.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":" + code + ",");
    }

    /** A message with this many arrays and objects within each other. */
    private static String nested(int levels) {
        int arrays = levels - 1;
        return "{\"method\":\"ping\",\"a\":" + "[".repeat(arrays) + "]".repeat(arrays) + "}";
    }
}
