package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients that begin with initialize, before an upstream of 2026-07-28. */
@Timeout(60)
class LegacyClientTest extends TranslationCase {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                    + "\"capabilities\":{\"elicitation\":{},\"tasks\":{}},"
                    + "\"clientInfo\":{\"name\":\"Claude\",\"version\":\"9\",\"icons\":[]}}}";

    private final ModernServer server = new ModernServer();

    @BeforeEach
    void start() throws Exception {
        start(server);
    }

    private static String request(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\""
                + method
                + "\",\"params\":{"
                + params
                + "}}";
    }

    private static String call(String tool) {
        return request("tools/call", "\"name\":\"" + tool + "\",\"_meta\":{\"progressToken\":5}");
    }

    private String session() throws Exception {
        return fixture.send(legacy(INITIALIZE))
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    private HttpResponse<String> send(String session, String body) throws Exception {
        return fixture.send(legacy(body).header("Mcp-Session-Id", session));
    }

    @Test
    @DisplayName("GW-B-05: initialize is answered from server/discover, in the revision asked for")
    void initializeIsAnsweredFromDiscovery() throws Exception {
        var answer = fixture.send(legacy(INITIALIZE));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("mcp-session-id")).isPresent();
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-06-18\","
                                + "\"capabilities\":{\"tools\":{\"listChanged\":true},\"resources\":{}},"
                                + "\"serverInfo\":{\"name\":\"modern\",\"version\":\"1\"},"
                                + "\"instructions\":\"Ask.\"}}");
    }

    @Test
    @DisplayName("GW-B-05, GW-M-01: what the client said once goes up with every request")
    void requestsSayWhoTheClientIs() throws Exception {
        var answer = send(session(), call("echo"));

        assertThat(answer.body())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[]}}");
        JsonObject meta =
                json(upstream.last().body()).getJsonObject("params").getJsonObject("_meta");
        assertThat(meta.toString())
                .isEqualTo(
                        "{\"progressToken\":5,\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                + "\"io.modelcontextprotocol/clientCapabilities\":{\"elicitation\":{}},"
                                + "\"io.modelcontextprotocol/clientInfo\":"
                                + "{\"name\":\"Claude\",\"version\":\"9\"}}");
        assertThat(upstream.last().headers()).doesNotContainKey("mcp-session-id");
    }

    @Test
    @DisplayName("GW-B-05: a client that never sends its session back is known all the same")
    void forgetfulClientIsKnown() throws Exception {
        session();

        fixture.send(legacy(call("echo")));

        assertThat(upstream.last().body()).contains("\"elicitation\"").contains("\"Claude\"");
    }

    @Test
    @DisplayName("GW-B-05, GW-L-04: a session of somebody else is unknown, and ends with 404")
    void foreignSessionIsUnknown() throws Exception {
        var answer = send(session() + "A", call("echo"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(upstream("echo")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"} | 200"
                        + " | {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"} | 202 | ''",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/roots/list_changed\"} | 202 | ''",
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":{}} | 400 | ''"
            })
    @DisplayName("GW-B-05: what the upstream does not know any more is answered here")
    void restIsAnsweredHere(String body, int status, String answered) throws Exception {
        String session = session();
        int before = upstream.received().size();

        var answer = send(session, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(answered);
        assertThat(upstream.received()).hasSize(before);
    }

    @Test
    @DisplayName("GW-B-05: a log level that was set goes up with the requests after it")
    void levelIsRemembered() throws Exception {
        String session = session();
        assertThat(send(session, request("logging/setLevel", "\"level\":\"loud\"")).body())
                .contains("-32602");
        assertThat(send(session, request("logging/setLevel", "\"level\":\"error\"")).body())
                .contains("\"result\":{}");

        send(session, call("echo"));

        assertThat(upstream.last().body())
                .contains("\"io.modelcontextprotocol/logLevel\":\"error\"");
    }

    @Test
    @DisplayName("GW-B-05: lists have nothing that clients of those revisions take for broken")
    void listsAreReadable() throws Exception {
        assertThat(send(session(), request("tools/list", "")).body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"name\":\"echo\"}]}}");
    }

    @Test
    @DisplayName("GW-B-05: an unknown method is an error, and no session that is lost")
    void unknownMethodIsNoLostSession() throws Exception {
        var answer = send(session(), request("tasks/list", ""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(messages(answer).getFirst().getJsonObject("error").getInt("code"))
                .isEqualTo(-32601);
    }

    @Test
    @DisplayName("GW-B-05: progress comes before the answer")
    void progressPasses() throws Exception {
        List<JsonObject> messages = messages(send(session(), call("progress")));

        assertThat(messages).hasSize(2);
        assertThat(messages.getFirst().getString("method")).isEqualTo("notifications/progress");
        assertThat(messages.getLast().toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    }

    @Test
    @DisplayName("GW-B-05: what the upstream needs first is asked on the stream of the call")
    void inputIsAskedFor() throws Exception {
        String session = session();
        var answer =
                fixture.http.send(
                        legacy(call("ask")).header("Mcp-Session-Id", session).build(),
                        BodyHandlers.ofInputStream());
        var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));

        JsonObject question = next(lines);
        assertThat(question.getString("method")).isEqualTo("elicitation/create");
        assertThat(question.getJsonObject("params").getString("message")).isEqualTo("Who?");
        assertThat(
                        send(
                                        session,
                                        "{\"jsonrpc\":\"2.0\",\"id\":\""
                                                + question.getString("id")
                                                + "\",\"result\":{\"action\":\"accept\"}}")
                                .statusCode())
                .isEqualTo(202);

        assertThat(next(lines).toString())
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[\"accept\"]}}");
        assertThat(json(upstream.last().body()).get("id").toString())
                .as("a request of its own")
                .isNotEqualTo("7");
    }

    @Test
    @DisplayName("GW-B-05: a client that takes no stream is not said to answer questions")
    void withoutStreamsNothingIsAsked() throws Exception {
        HttpRequest.Builder request =
                fixture.authorized("/mcp")
                        .header("Accept", "application/json")
                        .header("Mcp-Session-Id", session())
                        .POST(HttpRequest.BodyPublishers.ofString(call("ask")));

        assertThat(messages(fixture.send(request)).getFirst().getJsonObject("error").getInt("code"))
                .isEqualTo(-32603);
        assertThat(upstream.last().body()).doesNotContain("\"elicitation\"");
    }

    @Test
    @DisplayName("GW-B-05, GW-M-05: a call that is taken back ends upstream")
    void cancelledCallEnds() throws Exception {
        String session = session();
        CompletableFuture<HttpResponse<String>> answer =
                fixture.http.sendAsync(
                        legacy(call("wait")).header("Mcp-Session-Id", session).build(),
                        BodyHandlers.ofString());
        Fixture.await(server.waiting);

        var told =
                send(
                        session,
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\","
                                + "\"params\":{\"requestId\":7}}");

        assertThat(told.statusCode()).isEqualTo(202);
        Fixture.await(server.left);
        assertThat(answer.get().body()).doesNotContain("\"id\":7,\"result\"");
    }

    @Test
    @DisplayName("GW-B-05, GW-M-09: the GET stream is a subscription upstream")
    void streamIsASubscription() throws Exception {
        String session = session();
        var answer =
                fixture.send(
                        fixture.authorized("/mcp")
                                .header("Accept", "text/event-stream")
                                .header("Mcp-Session-Id", session)
                                .GET());

        assertThat(messages(answer))
                .extracting(JsonObject::toString)
                .containsExactly(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
    }

    @Test
    @DisplayName("GW-B-05, GW-L-02: a session is ended without the upstream")
    void sessionEndsHere() throws Exception {
        String session = session();
        var answer =
                fixture.send(fixture.authorized("/mcp").header("Mcp-Session-Id", session).DELETE());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(fixture.sessions.latest).isEmpty();
    }

    @Test
    @DisplayName("GW-B-05, GW-L-09: a batch is refused, and says why")
    void batchIsRefused() throws Exception {
        var answer = send(session(), "[" + call("echo") + "]");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("-32600");
    }

    @Test
    @DisplayName("GW-B-05: before an upstream of its own era a client is not translated")
    void modernClientIsNotTranslated() throws Exception {
        var answer = fixture.send(modern("tools/list", "", ""));

        assertThat(answer.body()).contains("\"resultType\":\"complete\"").contains("outputSchema");
    }

    private static JsonObject next(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data: ")) {
                return json(line.substring(6));
            }
        }
        throw new AssertionError("no more events");
    }
}
