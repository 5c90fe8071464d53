package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers of MCP are told of limits, and what they are counted by. */
@Timeout(60)
class McpLimitsTest extends BridgeCase {
    private static final Quota QUOTA = new Quota(600, Duration.ofMinutes(1));
    private static final LimitDecision LIMITED =
            new LimitDecision.Limited(LimitRule.MCP_ACCOUNT, QUOTA, Duration.ofMillis(1_001));
    private static final LimitDecision ALLOWED =
            new LimitDecision.Allowed(LimitRule.MCP_GRANT, QUOTA, 42, Duration.ofMillis(100));

    private HttpRequest.Builder call() {
        return fixture.authorized("/mcp")
                .POST(
                        BodyPublishers.ofString(
                                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}"));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    @DisplayName("GW-14: one call too many is 429 with its id, and goes nowhere")
    void oneTooManyIsToldSo() throws Exception {
        fixture.rates = _ -> LIMITED;

        var answer = fixture.send(call());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
        assertThat(header(answer, "RateLimit")).isEqualTo("\"mcp-account\";r=0;t=2");
        assertThat(header(answer, "RateLimit-Policy")).isEqualTo("\"mcp-account\";q=600;w=60");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":"
                                + "\"Too many requests (mcp-account); try again in 2 seconds.\"}}");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    @DisplayName("GW-14: a stream too many is 429 without a message, as there is none to answer")
    void streamTooManyIsToldSo() throws Exception {
        fixture.rates = _ -> LIMITED;

        var answer = fixture.send(fixture.authorized("/mcp").GET());

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.body()).startsWith("{\"error\":\"too_many_requests\"");
    }

    @Test
    @DisplayName("What is left stands in every answer, a stream's too")
    void answersSayWhatIsLeft() throws Exception {
        fixture.rates = _ -> ALLOWED;
        assertThat(header(fixture.send(call()), "RateLimit")).isEqualTo("\"mcp-grant\";r=42;t=1");

        upstream.answers((exchange, _) ->
                FakeUpstream.answer(exchange, 200, "text/event-stream", "data: 1\n\n"));
        assertThat(header(fixture.send(call()), "RateLimit-Policy"))
                .isEqualTo("\"mcp-grant\";q=600;w=60");
    }

    @Test
    @DisplayName("Without limits nothing is said of any")
    void nothingIsSaidWithoutLimits() throws Exception {
        assertThat(fixture.send(call()).headers().map())
                .doesNotContainKeys("ratelimit", "retry-after");
    }

    @Test
    @DisplayName(
            "A call counts for its account, its grant and its connector; with a key, for that key by name")
    void callsAreCounted() throws Exception {
        fixture.send(call());
        fixture.send(fixture.request("/mcp").header("x-api-key", "jean_sk_1234").GET());

        assertThat(fixture.charged)
                .containsExactly(
                        List.of(
                                new Charge(LimitRule.MCP_ACCOUNT, "a1"),
                                new Charge(LimitRule.MCP_GRANT, "g1"),
                                new Charge(LimitRule.MCP_CONNECTOR, "memory")),
                        List.of(
                                new Charge(LimitRule.RAW_KEY, "name of 12"),
                                new Charge(LimitRule.MCP_CONNECTOR, "memory")));
    }

    @Test
    @DisplayName(
            "RS-T-05: a token that never was one counts for its network, and is told when it is too much")
    void unknownTokensAreCounted() throws Exception {
        fixture.problem = BearerProblem.UNKNOWN;
        HttpRequest.Builder guess =
                fixture.request("/mcp").header("Authorization", "Bearer bad").GET();
        assertThat(fixture.send(guess).statusCode()).isEqualTo(401);
        assertThat(fixture.charged)
                .containsExactly(List.of(Charge.in(JdkServer.NETWORK, LimitRule.BEARER_NETWORK)));

        fixture.rates = _ -> LIMITED;
        var answer = fixture.send(guess);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(header(answer, "WWW-Authenticate")).isEmpty();
        assertThat(header(answer, "Retry-After")).isEqualTo("2");
    }

    @Test
    @DisplayName("RS-T-05: whose token has ended hears that, whoever guesses beside them")
    void endedTokensAreNotCounted() throws Exception {
        fixture.rates = _ -> LIMITED;
        fixture.problem = BearerProblem.EXPIRED;

        var answer =
                fixture.send(fixture.request("/mcp").header("Authorization", "Bearer bad").GET());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "WWW-Authenticate")).contains("invalid_token");
        assertThat(fixture.charged).isEmpty();
    }

    @Test
    @DisplayName(
            "An account has so many open streams, another has its own, and one that ends makes room")
    void streamsAreBounded() throws Exception {
        var open = new CountDownLatch(Fixture.MOST_STREAMS);
        var end = new CountDownLatch(1);
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write("data: 1\n\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            exchange.getResponseBody().flush();
            open.countDown();
            Fixture.await(end);
        });
        HttpRequest.Builder stream = fixture.authorized("/mcp").GET();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var streams =
                    java.util.stream.IntStream.range(0, Fixture.MOST_STREAMS)
                            .mapToObj(_ -> threads.submit(() -> fixture.send(stream)))
                            .toList();
            assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();

            var oneMore = fixture.send(stream);
            assertThat(oneMore.statusCode()).isEqualTo(429);
            assertThat(header(oneMore, "Retry-After")).isEqualTo("10");
            assertThat(
                            fixture.send(call().header("Mcp-Method", "subscriptions/listen"))
                                    .statusCode())
                    .isEqualTo(429);

            end.countDown();
            for (var each : streams) {
                assertThat(each.get().statusCode()).isEqualTo(200);
            }
        }
        while (fixture.send(stream).statusCode() == 429) {
            Thread.onSpinWait();
        }
    }
}
