package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UpstreamSession;
import io.helidon.http.Method;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the gateway finds out which tools are read-only. */
@Timeout(60)
class ReadOnlyToolsTest {
    private static final String LOOK =
            "{\"name\":\"look\",\"annotations\":{\"readOnlyHint\":true}}";
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"An app\"},\"progressToken\":7,\"own\":1}";

    private volatile Function<String, String> pages = cursor -> "\"tools\":[" + LOOK + "]";
    private volatile boolean events;
    private FakeUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        upstream.answers((exchange, received) -> {
            JsonObject message = message(received);
            String result =
                    message.getString("method").equals("tools/list")
                            ? pages.apply(RpcBody.params(message).getString("cursor", ""))
                            : "\"called\":true";
            answer(exchange, message, "{" + result + "}");
        });
        fixture = new Fixture(upstream.uri("/mcp"));
        fixture.grant("reader", Fixture.GRANT, "mcp", new ToolPolicy.ReadOnly());
        fixture.grant("other", new GrantId("g2"), "mcp", new ToolPolicy.ReadOnly());
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    @Test
    @DisplayName(
            "design 10: the tools are asked for with the caller's own key, once, and kept for five minutes")
    void listIsKeptForFiveMinutes() throws Exception {
        assertCalled(fixture.post("reader", Fixture.call("look")));
        assertThat(methods()).containsExactly("tools/list", "tools/call");
        assertThat(upstream.received().getFirst().header("x-api-key")).isEqualTo(Fixture.KEY);

        fixture.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertCalled(fixture.post("reader", Fixture.call("look")));
        assertThat(methods()).hasSize(3);

        pages = _ -> "\"tools\":[{\"name\":\"look\"}]";
        fixture.clock.advance(Duration.ofMillis(1));
        assertThat(fixture.post("reader", Fixture.call("look")).body()).contains("-32010");
        assertThat(methods()).hasSize(4).endsWith("tools/list");
    }

    @Test
    void listBelongsToItsGrant() throws Exception {
        assertCalled(fixture.post("reader", Fixture.call("look")));
        assertCalled(fixture.post("other", Fixture.call("look")));

        assertThat(methods()).filteredOn("tools/list"::equals).hasSize(2);
    }

    @Test
    @DisplayName(
            "design 10: a tool that is not in the list is asked about anew, not more often than every ten seconds")
    void unknownToolIsAskedAboutAnew() throws Exception {
        assertThat(fixture.post("reader", Fixture.call("new")).body()).contains("-32010");
        pages = _ -> "\"tools\":[" + LOOK + "," + LOOK.replace("look", "new") + "]";

        fixture.clock.advance(Duration.ofSeconds(10).minusMillis(1));
        assertThat(fixture.post("reader", Fixture.call("new")).body()).contains("-32010");
        assertThat(methods()).containsExactly("tools/list");

        fixture.clock.advance(Duration.ofMillis(1));
        assertCalled(fixture.post("reader", Fixture.call("new")));
        assertThat(methods()).containsExactly("tools/list", "tools/list", "tools/call");
    }

    @Test
    void clockThatIsPutBackMakesTheListOld() throws Exception {
        fixture.post("reader", Fixture.call("look"));
        fixture.clock.advance(Duration.ofSeconds(-1));
        fixture.post("reader", Fixture.call("look"));

        assertThat(methods()).filteredOn("tools/list"::equals).hasSize(2);
    }

    @Test
    @DisplayName(
            "design 10: every page of the list counts, and of two tools with one name the one that may do more")
    void pagesAreFollowed() throws Exception {
        pages =
                cursor ->
                        switch (cursor) {
                            case "" ->
                                    "\"tools\":["
                                            + LOOK.replace("look", "first")
                                            + "],\"nextCursor\":\"b\"";
                            case "b" -> "\"tools\":[{\"name\":\"first\"}],\"nextCursor\":\"c\"";
                            default -> "\"tools\":[" + LOOK + ",7,{}]";
                        };

        assertCalled(fixture.post("reader", Fixture.call("look")));
        assertThat(fixture.post("reader", Fixture.call("first")).body()).contains("-32010");
        assertThat(methods()).filteredOn("tools/list"::equals).hasSize(3);
    }

    @Test
    void listWithoutEndIsAskedForTwentyTimes() throws Exception {
        pages = cursor -> "\"tools\":[],\"nextCursor\":\"" + cursor + "x\"";

        assertThat(fixture.post("reader", Fixture.call("look")).body()).contains("-32010");
        assertThat(methods()).hasSize(20);
    }

    @Test
    @DisplayName("design 10: the list may come as an event, after others")
    void listMayComeAsAnEvent() throws Exception {
        events = true;

        assertCalled(fixture.post("reader", Fixture.call("look")));
    }

    @Test
    @DisplayName("GW-M-01: a modern client's revision and its own words are those of the question")
    void modernQuestion() throws Exception {
        var request =
                fixture.as("reader", Fixture.call("look").replace("}}", "," + META + "}}"))
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/call")
                        .header("Mcp-Name", "look")
                        .header("Mcp-Param-Region", "eu")
                        .header("Accept-Language", "de");

        assertCalled(fixture.send(request));

        var asked = upstream.received().getFirst();
        assertThat(asked.header("mcp-protocol-version")).isEqualTo("2026-07-28");
        assertThat(asked.header("mcp-method")).isEqualTo("tools/list");
        assertThat(asked.header("accept-language")).isEqualTo("de");
        assertThat(asked.headers()).doesNotContainKeys("mcp-name", "mcp-param-region");
        assertThat(message(asked).getJsonObject("params").toString())
                .isEqualTo(
                        "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"An app\"}}}");
        assertThat(upstream.last().header("mcp-param-region")).isEqualTo("eu");
    }

    @Test
    @DisplayName("the question is asked in the client's session")
    void questionInTheClientsSession() throws Exception {
        String sealed =
                fixture.sessions
                        .seal(Fixture.GRANT, fixture.connector.id(), Secret.of("s-1"))
                        .reveal();

        assertCalled(
                fixture.send(
                        fixture.as("reader", Fixture.call("look"))
                                .header("Mcp-Session-Id", sealed)
                                .header("MCP-Protocol-Version", "2025-11-25")));

        assertThat(upstream.received())
                .extracting(sent -> sent.header("mcp-session-id"))
                .containsExactly("s-1", "s-1");
        assertThat(upstream.received().getFirst().header("mcp-protocol-version"))
                .isEqualTo("2025-11-25");
    }

    @Test
    @DisplayName("for a client that names none it is asked in the grant's")
    void questionInTheGrantsSession() throws Exception {
        fixture.sessions.latest.put(Fixture.GRANT, new UpstreamSession(Secret.of("s-2"), "{}"));

        assertCalled(fixture.post("reader", Fixture.call("look")));

        assertThat(upstream.received())
                .extracting(sent -> sent.header("mcp-session-id"))
                .containsExactly("s-2", "s-2");
    }

    @ParameterizedTest
    @DisplayName(
            "GW-14: what befalls the question is what the caller is told, under the caller's id")
    @CsvSource({"500, 500", "503, 503", "403, 403", "302, 502", "204, 502"})
    void failureIsTheCallers(int status, int told) throws Exception {
        upstream.answers((exchange, received) -> {
            exchange.getResponseHeaders().set("Retry-After", "7");
            FakeMcpServer.error(exchange, message(received), status, -32000);
        });

        var answer = fixture.post("reader", Fixture.call("look"));

        assertThat(answer.statusCode()).isEqualTo(told);
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32");
        assertThat(answer.headers().firstValue("retry-after"))
                .isEqualTo(status == told ? Optional.of("7") : Optional.empty());
        assertThat(upstream.received()).hasSize(1);
    }

    @ParameterizedTest
    @DisplayName("GW-14: a list that is none is the upstream's fault, not the person's choice")
    @ValueSource(strings = {"{}", "{\"tools\":\"none\"}", "{\"tools\":null}", "{\"tools\":{}}"})
    void whatIsNoListIsTold(String result) throws Exception {
        upstream.answers((exchange, received) -> answer(exchange, message(received), result));

        try (LogLines log = LogLines.ofAll()) {
            assertThat(fixture.post("reader", Fixture.call("look")).statusCode()).isEqualTo(502);
            assertThat(log.of("mcp.upstream-failed"))
                    .containsExactly(
                            "mcp.upstream-failed connector=memory grant=g1"
                                    + " reason=\"no usable list of tools\"");
        }
    }

    @Test
    @DisplayName("GW-14: so is an upstream that is away")
    void awayIsTheCallers() throws Exception {
        upstream.close();

        var answer = fixture.post("reader", Fixture.call("look"));

        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.body())
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,");
    }

    @Test
    @DisplayName("GW-12: a key that the upstream refuses then is a dead one too")
    void deadKeyIsTheCallers() throws Exception {
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(401, -1));
        fixture.verdict = new KeyVerdict.Dead();

        var answer = fixture.post("reader", Fixture.call("look"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("www-authenticate").orElseThrow())
                .contains("error=\"invalid_token\"");
        assertThat(answer.body()).contains("invalid_token");
    }

    @Test
    void serverWithoutAListHasNoReadOnlyTool() throws Exception {
        upstream.answers((exchange, received) ->
                FakeMcpServer.error(exchange, message(received), 404, -32601));

        var answer = fixture.post("reader", Fixture.call("look"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"id\":7,\"error\":{\"code\":-32010");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/event-stream"})
    void answerThatIsTooLongIsNone(String type) throws Exception {
        upstream.answers((exchange, _) ->
                FakeUpstream.answer(exchange, 200, type, "data: " + "x".repeat(300_000)));

        assertThat(fixture.post("reader", Fixture.call("look")).statusCode()).isEqualTo(502);
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    @DisplayName("design 10: calls that come at once ask once")
    void callsAtOnceAskOnce() throws Exception {
        ReadOnlyTools tools = new ReadOnlyTools(fixture.clock);
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        ToolGate.Onward upstream =
                (_, body, response) -> {
                    asked.incrementAndGet();
                    first.countDown();
                    Fixture.await(answered);
                    String id = Json.object(body).orElseThrow().getString("id");
                    String list = "{\"id\":\"" + id + "\",\"result\":{\"tools\":[" + LOOK + "]}}";
                    response.send(200, Map.of(), list.getBytes(StandardCharsets.UTF_8));
                };
        List<FutureTask<ToolListing.Outcome>> calls = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            var call =
                    new FutureTask<>(
                            () -> tools.of(Fixture.GRANT, List.of("look"), listing(upstream)));
            calls.add(call);
            Thread thread = Thread.ofPlatform().start(call);
            if (i == 0) {
                Fixture.await(first);
            } else {
                // It waits for the first one, or it has asked by itself.
                while (thread.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
            }
        }
        answered.countDown();

        for (var call : calls) {
            var list = (ToolListing.Outcome.Listed) call.get();
            assertThat(list.readOnly()).containsExactly(Map.entry("look", true));
        }
        assertThat(asked.get()).isEqualTo(1);
    }

    private ToolListing listing(ToolGate.Onward upstream) {
        var request =
                new McpRequest("POST", fixture.shared, _ -> {}, InputStream.nullInputStream());
        var call = new Call.Granted(request, Method.POST, fixture.accesses.get("reader"));
        byte[] body = Fixture.call("look").getBytes(StandardCharsets.UTF_8);
        return new ToolListing(
                call, (RpcBody.Messages) RpcBody.read(body), upstream, ToolHints.NONE, 10_000);
    }

    private void answer(HttpExchange exchange, JsonObject message, String result)
            throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
        boolean list = message.getString("method").equals("tools/list");
        if (events && list) {
            FakeUpstream.answer(
                    exchange,
                    200,
                    "text/event-stream",
                    "id: 1\ndata:\n\ndata: {\"jsonrpc\":\"2.0\",\"id\":\"s\",\"method\":\"ping\"}\n\n"
                            + "data: {\"jsonrpc\":\"2.0\",\"id\":9,\"result\":{\"tools\":[]}}\n\n"
                            + "data: "
                            + json
                            + "\n\n");
        } else {
            FakeUpstream.answer(exchange, 200, "application/json", json);
        }
    }

    private static void assertCalled(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"called\":true");
    }

    private List<String> methods() {
        return upstream.received().stream().map(sent -> message(sent).getString("method")).toList();
    }

    private static JsonObject message(FakeUpstream.Received received) {
        return Json.object(received.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }
}
