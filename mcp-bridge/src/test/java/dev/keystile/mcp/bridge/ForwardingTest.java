package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses and bodies, and what becomes of an upstream that fails. */
@Timeout(60)
class ForwardingTest extends BridgeCase {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}";

    @Test
    void messageAndAnswerPassByteForByte() throws Exception {
        String answer = "{\"jsonrpc\":\"2.0\",\"id\":7, \"result\":{\"text\":\"\u00e4\u4e2d\"}}\n";
        upstream.answers(
                (exchange, _) -> FakeUpstream.answer(exchange, 200, "application/json", answer));

        var got = fixture.post(CALL);

        assertThat(upstream.last().body()).isEqualTo(CALL);
        assertThat(upstream.last().method()).isEqualTo("POST");
        assertThat(got.body()).isEqualTo(answer);
        assertThat(got.headers().firstValueAsLong("content-length").orElseThrow())
                .isEqualTo(answer.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void answerWithoutLengthGoesOutWithOne() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("{}".getBytes());
        });

        assertThat(fixture.post(CALL).headers().firstValue("content-length")).contains("2");
    }

    @ParameterizedTest
    @CsvSource({
        "400,-32022",
        "400,-32020",
        "404,-32601",
        "404,-32001",
        "429,1",
        "500,-32603",
        "503,1"
    })
    @DisplayName("GW-M-06, GW-L-03, GW-B-01: statuses and bodies stay as they are")
    void errorOfTheUpstreamPassesUnchanged(int status, int code) throws Exception {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":"
                        + code
                        + ",\"data\":{\"supported\":[]}}}";
        upstream.answers(
                (exchange, _) -> FakeUpstream.answer(exchange, status, "application/json", body));

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(status);
        assertThat(got.body()).isEqualTo(body);
    }

    @Test
    @DisplayName("GW-09: a notification is accepted with 202 and nothing else")
    void acceptedNotificationStaysAccepted() throws Exception {
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(202, -1));

        var got = fixture.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");

        assertThat(got.statusCode()).isEqualTo(202);
        assertThat(got.body()).isEmpty();
    }

    @Test
    @DisplayName("GW-L-01: an upstream without a GET stream")
    void refusedGetKeepsItsAllowField() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Allow", "POST");
            exchange.sendResponseHeaders(405, -1);
        });

        var got = fixture.send(fixture.authorized("/mcp").GET());

        assertThat(got.statusCode()).isEqualTo(405);
        assertThat(got.headers().firstValue("allow")).contains("POST");
    }

    @Test
    void headAndDeleteAreForwarded() throws Exception {
        upstream.answers((exchange, _) -> exchange.sendResponseHeaders(204, -1));
        assertThat(fixture.send(fixture.authorized("/mcp").DELETE()).statusCode()).isEqualTo(204);
        assertThat(upstream.last().method()).isEqualTo("DELETE");

        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, -1);
        });
        assertThat(fixture.send(fixture.authorized("/mcp").HEAD()).statusCode()).isEqualTo(200);
        assertThat(upstream.last().method()).isEqualTo("HEAD");
    }

    @Test
    @DisplayName("GW-12, W-15: an upstream 401 never gets out")
    void refusedKeyIsAnInvalidTokenOfOurOwn() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"theirs\"");
            FakeUpstream.answer(exchange, 401, "application/json", "{\"theirs\":1}");
        });

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(got.headers().allValues("www-authenticate"))
                .containsExactly(
                        "Bearer error=\"invalid_token\", resource_metadata="
                                + "\"https://mcp.example.com/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"");
        assertThat(got.body()).doesNotContain("theirs");
    }

    @Test
    @DisplayName("GW-12: an upstream 403 is no challenge")
    void forbiddenStaysForbiddenWithoutChallenge() throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders()
                    .set("WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
            FakeUpstream.answer(exchange, 403, "application/json", "{}");
        });

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(403);
        assertThat(got.headers().firstValue("www-authenticate")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308, 399})
    @DisplayName("GW-13: the key goes nowhere else")
    void redirectIsABadGateway(int status) throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Location", upstream.uri("/elsewhere").toString());
            exchange.sendResponseHeaders(status, -1);
        });

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(502);
        assertThat(got.headers().firstValue("location")).isEmpty();
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    @DisplayName("GW-14: upstream down")
    void unreachableUpstreamIsABadGateway() throws Exception {
        try (Fixture down =
                new Fixture(URI.create("http://127.0.0.1:" + Fixture.freePort() + "/mcp"))) {
            var got = down.post(CALL);

            assertThat(got.statusCode()).isEqualTo(502);
            assertThat(got.headers().firstValue("content-type")).contains("application/json");
            assertThat(got.body())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":"
                                    + "\"The MCP server behind this gateway cannot be reached, or gave no usable answer.\"}}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"id\":\"a\",\"method\":\"x\"};\"a\"",
                "{\"id\":12345678901234567890,\"method\":\"x\"};12345678901234567890",
                "{\"id\":1e999999999,\"method\":\"x\"};null",
                "{\"method\":\"x\"};null",
                "{\"id\":{\"a\":1},\"method\":\"x\"};null",
                "{\"id\":3,\"result\":{}};null",
                "[{\"id\":3,\"method\":\"x\"}];null",
                "{\"id\":3;null",
                "'';null"
            })
    @DisplayName("GW-14, GW-M-07: faults carry the id of the request")
    void faultCarriesTheRequestsId(String body, String id) throws Exception {
        try (Fixture down =
                new Fixture(URI.create("http://127.0.0.1:" + Fixture.freePort() + "/mcp"))) {
            assertThat(down.post(body).body())
                    .startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":");
        }
    }

    @Test
    void messageThatIsNestedTooDeepIsNoFaultOfTheBridge() throws Exception {
        URI nowhere = URI.create("http://127.0.0.1:" + Fixture.freePort() + "/mcp");
        var keyHeader = new ApiKeyHeader("x-api-key", null);
        try (Fixture down = new Fixture(nowhere, BridgeSettings.DEFAULTS, keyHeader)) {
            assertThat(down.post("[".repeat(5000)).statusCode()).isEqualTo(502);
        }
    }

    @Test
    void faultOnGetIsPlainJson() throws Exception {
        try (Fixture down =
                new Fixture(URI.create("http://127.0.0.1:" + Fixture.freePort() + "/mcp"))) {
            var got = down.send(down.authorized("/mcp").GET());

            assertThat(got.statusCode()).isEqualTo(502);
            assertThat(got.body()).startsWith("{\"error\":\"temporarily_unavailable\"");
        }
    }

    @Test
    @DisplayName("GW-14, GW-B-03: upstream slow")
    void silentUpstreamIsAGatewayTimeout() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        upstream.answers((_, _) -> Fixture.await(done));
        try (Fixture impatient = impatient()) {
            var got = impatient.post(CALL);

            assertThat(got.statusCode()).isEqualTo(504);
            assertThat(got.body()).contains("\"id\":7").contains("did not answer in time");
        } finally {
            done.countDown();
        }
    }

    @Test
    @DisplayName("GW-15: a stream may be silent for longer than a call")
    void quietStreamOutlivesTheTimeForAnAnswer() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        upstream.answers((exchange, received) -> {
            if (received.method().equals("GET")
                    || received.header("mcp-method").equals("subscriptions/listen")) {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
            }
            Fixture.await(late);
            exchange.getResponseBody().write("data: late\n\n".getBytes());
        });
        try (Fixture impatient = impatient()) {
            var get =
                    impatient.http.sendAsync(
                            impatient.authorized("/mcp").GET().build(),
                            HttpResponse.BodyHandlers.ofString());
            var listen =
                    impatient.http.sendAsync(
                            impatient
                                    .authorized("/mcp")
                                    .header("Mcp-Method", "subscriptions/listen")
                                    .POST(HttpRequest.BodyPublishers.ofString(CALL))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            // Two calls that end by timeout are the clock: more than the time for an answer has
            // passed.
            assertThat(impatient.post(CALL).statusCode()).isEqualTo(504);
            assertThat(impatient.post(CALL).statusCode()).isEqualTo(504);
            late.countDown();

            assertThat(get.get().body()).isEqualTo("data: late\n\n");
            assertThat(listen.get().body()).isEqualTo("data: late\n\n");
        }
    }

    @Test
    @DisplayName("GW-14: the request limit, both sides")
    void bodyOverTheLimitIsTooLarge() throws Exception {
        assertThat(fixture.post("x".repeat(1000)).statusCode()).isEqualTo(200);
        assertThat(upstream.last().body()).hasSize(1000);

        var got = fixture.post("x".repeat(1001));

        assertThat(got.statusCode()).isEqualTo(413);
        assertThat(got.body()).contains("-32603").contains("\"id\":null");
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void bodyWithoutDeclaredLengthIsBoundedToo() throws Exception {
        assertThat(chunked("x".repeat(1000)).statusCode()).isEqualTo(200);
        assertThat(upstream.last().body()).hasSize(1000);

        assertThat(chunked("x".repeat(1001)).statusCode()).isEqualTo(413);
    }

    @Test
    void bodyLargerThanTheFirstReadingArrivesWhole() throws Exception {
        BridgeSettings defaults = BridgeSettings.DEFAULTS;
        String large = "0123456789abcdef".repeat(100_000);
        try (Fixture roomy =
                new Fixture(upstream.uri("/mcp"), defaults, new ApiKeyHeader("x-api-key", null))) {
            assertThat(roomy.post(large).statusCode()).isEqualTo(200);
        }

        assertThat(upstream.last().body()).isEqualTo(large);
    }

    @Test
    @DisplayName("RS-T-10: the token is checked before anything is read")
    void bodyOfAnUnauthorizedRequestIsNotRead() throws Exception {
        var unread =
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("read before the token was checked");
                    }
                };
        int[] status = {0};

        fixture.bridge.forward(
                new McpRequest("POST", fixture.shared, _ -> {}, unread),
                new McpResponse() {
                    @Override
                    public void send(int code, Map<String, String> headers, byte[] body) {
                        status[0] = code;
                    }

                    @Override
                    public OutputStream stream(int code, Map<String, String> headers, long length) {
                        throw new AssertionError();
                    }
                });

        assertThat(status[0]).isEqualTo(401);
    }

    @Test
    void connectionsAreUsedAgain() throws Exception {
        Set<Integer> ports = ConcurrentHashMap.newKeySet();
        upstream.answers((exchange, received) -> {
            ports.add(exchange.getRemoteAddress().getPort());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, received.body().equals("chunked") ? 0 : 2);
            exchange.getResponseBody().write("{}".getBytes());
        });

        fixture.post("sized");
        fixture.post("chunked");
        fixture.post("sized");
        fixture.post("sized");

        assertThat(ports).hasSize(1);
    }

    private Fixture impatient() throws IOException {
        return new Fixture(
                upstream.uri("/mcp"),
                Fixture.settings(Duration.ofMillis(300)),
                new ApiKeyHeader("x-api-key", null));
    }

    private HttpResponse<String> chunked(String body) throws Exception {
        return fixture.send(
                fixture.authorized("/mcp")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(body.getBytes()))));
    }
}
