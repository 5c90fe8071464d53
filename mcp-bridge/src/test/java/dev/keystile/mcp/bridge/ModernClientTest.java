package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.GrantId;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of 2026-07-28, before an upstream that begins with initialize. */
@Timeout(60)
class ModernClientTest extends TranslationCase {
    private static final String NAMED = "\"name\":\"%s\"";

    private final LegacyServer server = new LegacyServer();

    @BeforeEach
    void start() throws Exception {
        start(server);
    }

    private HttpResponse<String> call(String tool) throws Exception {
        return call(tool, "");
    }

    private HttpResponse<String> call(String tool, String more) throws Exception {
        return fixture.send(modern("tools/call", tool, NAMED.formatted(tool) + more));
    }

    @Test
    @DisplayName("GW-B-05: a greeting too long to be kept is asked for again, its session is not")
    void longGreetingIsNotKept() throws Exception {
        server.instructions = "Ask. ".repeat(2_000);
        String first = fixture.send(modern("server/discover", "", "")).body();
        call("echo");
        String second = fixture.send(modern("server/discover", "", "")).body();

        assertThat(first).contains(server.instructions).isEqualTo(second);
        assertThat(upstream("\"Claude\"")).hasSize(2);
        assertThat(upstream("tools/call").getLast().header("mcp-protocol-version"))
                .isEqualTo("2025-06-18");
    }

    private static JsonObject only(HttpResponse<String> answer) {
        List<JsonObject> messages = messages(answer);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    @Test
    @DisplayName("GW-B-05: server/discover is answered from initialize")
    void discoveryIsAnsweredFromInitialize() throws Exception {
        var answer = fixture.send(modern("server/discover", "", ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mcp-session-id")).isEmpty();
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"supportedVersions\":[\"2026-07-28\"],"
                                + "\"capabilities\":{\"tools\":{}},\"instructions\":\"Ask.\","
                                + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                                + "{\"name\":\"legacy\",\"version\":\"1\"}},"
                                + "\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"}}");
    }

    @Test
    @DisplayName("GW-B-05: requests go up in one session, opened with what the client says")
    void requestsShareASession() throws Exception {
        call("echo");
        var answer = call("echo");

        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],"
                                + "\"resultType\":\"complete\"}}");
        assertThat(upstream("\"Claude\"")).hasSize(1);
        var calls = upstream("tools/call");
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().header("mcp-session-id"))
                .isEqualTo(calls.getLast().header("mcp-session-id"));
        assertThat(calls.getLast().header("mcp-protocol-version")).isEqualTo("2025-06-18");
        assertThat(calls.getLast().headers()).doesNotContainKeys("mcp-method", "mcp-name");
        assertThat(json(calls.getLast().body()).getJsonObject("params").toString())
                .isEqualTo("{\"name\":\"echo\"}");
        assertThat(json(calls.getFirst().body()).get("id"))
                .as("unique in the session")
                .isNotEqualTo(json(calls.getLast().body()).get("id"));
    }

    @Test
    @DisplayName("GW-B-05: another node goes on in the session")
    void otherNodeGoesOn() throws Exception {
        call("echo");
        try (Fixture other = node()) {
            other.sessions.latest.putAll(fixture.sessions.latest);
            HttpRequest.Builder request = modern("tools/call", "echo", NAMED.formatted("echo"));
            other.send(request.uri(other.request("/mcp").build().uri()));
        }

        var calls = upstream("tools/call");
        assertThat(calls).hasSize(2);
        assertThat(calls.getLast().header("mcp-session-id"))
                .isEqualTo(calls.getFirst().header("mcp-session-id"));
        assertThat(upstream("\"Claude\"")).as("one initialize").hasSize(1);
    }

    @Test
    @DisplayName("GW-B-05: a session that the upstream lost is opened again")
    void lostSessionIsOpenedAgain() throws Exception {
        call("echo");
        server.alive.clear();

        assertThat(call("echo").statusCode()).isEqualTo(200);
        assertThat(upstream("\"Claude\"")).hasSize(2);
    }

    @Test
    @DisplayName("GW-B-05: lists say how long they are good")
    void listsAreNotCached() throws Exception {
        assertThat(only(fixture.send(modern("tools/list", "", ""))).getJsonObject("result"))
                .hasToString(
                        "{\"tools\":[{\"name\":\"echo\"}],\"resultType\":\"complete\",\"ttlMs\":0,\"cacheScope\":\"private\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "tasks/list,404,-32601",
        "ping,404,-32601",
        "initialize,404,-32601",
        "resources/read,200,-32602"
    })
    @DisplayName("GW-B-05, GW-M-06: errors are those of the client's revision")
    void errorsAreOfTheRevision(String method, int status, int code) throws Exception {
        String uri = method.equals("resources/read") ? "a:b" : "";
        var answer = fixture.send(modern(method, uri, uri.isEmpty() ? "" : "\"uri\":\"a:b\""));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(only(answer).getJsonObject("error").getInt("code")).isEqualTo(code);
        assertThat(only(answer).getInt("id")).isEqualTo(7);
    }

    @Test
    @DisplayName("GW-B-05, GW-B-06, GW-M-06: another revision is refused with those that there are")
    void otherRevisionIsRefused() throws Exception {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                        + "{\"io.modelcontextprotocol/protocolVersion\":\"2027-01-01\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        var answer =
                fixture.send(
                        legacy(body)
                                .header("MCP-Protocol-Version", "2027-01-01")
                                .header("Mcp-Method", "tools/list"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(only(answer).getJsonObject("error"))
                .hasToString(
                        "{\"code\":-32022,\"message\":\"Unsupported protocol version\","
                                + "\"data\":{\"supported\":[\"2026-07-28\"],\"requested\":\"2027-01-01\"}}");
    }

    @Test
    @DisplayName("GW-B-05, GW-M-02: fields and message that differ are refused")
    void disagreementIsRefused() throws Exception {
        var answer = fixture.send(modern("tools/call", "other", NAMED.formatted("echo")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(only(answer).getJsonObject("error").getInt("code")).isEqualTo(-32020);
        assertThat(upstream("tools/call")).isEmpty();
    }

    @Test
    @DisplayName("GW-B-05, GW-M-06: a request that does not say what its client is is refused")
    void requestWithoutMetaIsRefused() throws Exception {
        var answer = fixture.send(modern("tools/list", "", "", "\"_meta\":{}"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(only(answer).getJsonObject("error").getInt("code")).isEqualTo(-32602);
    }

    @Test
    @DisplayName("GW-B-05, GW-M-08: messages come where they are asked for")
    void messagesComeWhenAskedFor() throws Exception {
        assertThat(messages(call("tell"))).hasSize(1);

        String meta =
                "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{},\"progressToken\":6,"
                        + "\"io.modelcontextprotocol/logLevel\":\"warning\"}";
        List<JsonObject> messages =
                messages(fixture.send(modern("tools/call", "tell", NAMED.formatted("tell"), meta)));

        assertThat(messages).hasSize(3);
        assertThat(messages.getFirst().getJsonObject("params").getString("level"))
                .isEqualTo("error");
        assertThat(messages.get(1).getJsonObject("params").getInt("progressToken")).isEqualTo(6);
    }

    @Test
    @DisplayName("GW-B-05, GW-M-08: a question of the upstream is an incomplete result")
    void questionIsAnIncompleteResult() throws Exception {
        JsonObject incomplete = only(call("ask")).getJsonObject("result");

        assertThat(incomplete.getString("resultType")).isEqualTo("input_required");
        assertThat(incomplete.getJsonObject("inputRequests"))
                .hasToString(
                        "{\"question\":{\"method\":\"elicitation/create\","
                                + "\"params\":{\"message\":\"Who?\"}}}");

        var answer = call("ask", answering(incomplete, "accept"));

        assertThat(only(answer).getJsonObject("result"))
                .hasToString("{\"content\":[\"accept\"],\"resultType\":\"complete\"}");
        assertThat(server.answered.join().getInt("id")).isEqualTo(77);
    }

    @Test
    @DisplayName("GW-B-05, SEC-03: what is asked is answered once, and by nobody else")
    void stateIsGoodOnce() throws Exception {
        JsonObject incomplete = only(call("ask")).getJsonObject("result");
        fixture.accesses.put("other", Grants.of(fixture.accesses.get("good"), new GrantId("g2")));

        var foreign =
                fixture.send(
                        modern(
                                        "tools/call",
                                        "ask",
                                        NAMED.formatted("ask") + answering(incomplete, "x"))
                                .setHeader("Authorization", "Bearer other"));
        assertThat(foreign.statusCode()).isEqualTo(400);
        assertThat(call("ask", answering(incomplete, "accept")).statusCode()).isEqualTo(200);
        try (LogLines log = LogLines.of(ModernExchange.class)) {
            var again = call("ask", answering(incomplete, "accept"));
            assertThat(again.statusCode()).isEqualTo(400);
            assertThat(log.lines())
                    .containsExactly("mcp.answer-unmatched connector=memory grant=g1");
            assertThat(only(again).getJsonObject("error").getInt("code")).isEqualTo(-32602);
        }
    }

    @Test
    @DisplayName("GW-B-05: what is asked waits for ten minutes, and for the same call")
    void stateEnds() throws Exception {
        JsonObject incomplete = only(call("ask")).getJsonObject("result");
        assertThat(call("echo", answering(incomplete, "accept")).statusCode()).isEqualTo(400);

        JsonObject second = only(call("ask")).getJsonObject("result");
        fixture.clock.advance(Duration.ofMinutes(11));
        assertThat(call("ask", answering(second, "accept")).statusCode()).isEqualTo(400);
    }

    @Test
    @DisplayName("GW-B-05: a call that nobody comes back for is ended upstream")
    void forsakenCallEnds() throws Exception {
        only(call("ask"));

        fixture.clock.advance(Duration.ofMinutes(11));
        fixture.bridge.beat();

        Fixture.await(server.left);
    }

    private static String answering(JsonObject incomplete, String action) {
        return ",\"inputResponses\":{\"question\":{\"action\":\""
                + action
                + "\"}},\"requestState\":"
                + incomplete.get("requestState");
    }

    @Test
    @DisplayName("GW-B-05, GW-M-05: a client that leaves takes its call back")
    void leavingCancels() throws Exception {
        try (Wire wire = new Wire(fixture.front.port())) {
            String body =
                    "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"wait\","
                            + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
            wire.send(
                    body,
                    "POST /mcp HTTP/1.1",
                    "Host: gateway",
                    "Authorization: Bearer good",
                    "Accept: " + ACCEPT,
                    "MCP-Protocol-Version: 2026-07-28",
                    "Mcp-Method: tools/call",
                    "Mcp-Name: wait");
            Fixture.await(server.waiting);
        }
        while (!server.cancelled.await(50, TimeUnit.MILLISECONDS)) {
            fixture.clock.advance(Duration.ofSeconds(30));
            fixture.bridge.beat();
        }
        assertThat(upstream("notifications/cancelled")).hasSize(1);
    }

    @Test
    @DisplayName(
            "GW-B-05, GW-M-09: a subscription is the stream of the session, and what it asks for")
    void subscriptionIsTheStream() throws Exception {
        var answer =
                fixture.send(
                        modern(
                                "subscriptions/listen",
                                "",
                                "\"notifications\":{\"toolsListChanged\":true,"
                                        + "\"resourceSubscriptions\":[\"a:b\"]}"));

        assertThat(messages(answer))
                .extracting(JsonObject::toString)
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\","
                                + "\"params\":{\"notifications\":{\"toolsListChanged\":true,"
                                + "\"resourceSubscriptions\":[\"a:b\"]},"
                                + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                                + "\"params\":{\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}",
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                                + "\"params\":{\"uri\":\"a:b\",\"_meta\":"
                                + "{\"io.modelcontextprotocol/subscriptionId\":7}}}",
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\","
                                + "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":7}}}");
    }

    @Test
    @DisplayName("GW-B-05: without such a stream there is nothing to subscribe to")
    void withoutStreamThereIsNoSubscription() throws Exception {
        server.streams = false;

        assertThat(fixture.send(modern("subscriptions/listen", "", "")).statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"server/discover", "tools/list"})
    @DisplayName("GW-B-05, GW-12: a key that is refused is dealt with as ever")
    void refusedKeyIsDealtWith(String method) throws Exception {
        assertThat(fixture.send(modern("tools/list", "", "")).statusCode()).isEqualTo(200);
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(401, -1));
        fixture.clock.advance(Duration.ofMinutes(2));
        fixture.bridge.beat();

        var answer = fixture.send(modern(method, "", ""));

        if (method.equals("tools/list")) {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).isPresent();
            assertThat(fixture.reported).hasSize(1);
        } else {
            assertThat(answer.statusCode()).as("already known here").isEqualTo(200);
        }
    }
}
