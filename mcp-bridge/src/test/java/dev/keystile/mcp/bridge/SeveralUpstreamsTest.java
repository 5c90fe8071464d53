package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Secret;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Settings of one upstream: how many calls it gets, whom it trusts, what it wants with each. */
@Timeout(60)
class SeveralUpstreamsTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"ping\"}";

    @Test
    @DisplayName(
            "GW-14: a call too many is 503 with Retry-After and the request's id; others go on")
    void callsAtOnceAreLimited() throws Exception {
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        try (FakeUpstream upstream = new FakeUpstream();
                Fixture fixture = fixture(upstream, limitedTo(2))) {
            upstream.answers((exchange, _) -> {
                arrived.countDown();
                Fixture.await(go);
                FakeUpstream.answer(exchange, 200, "application/json", "{}");
            });
            CompletableFuture<HttpResponse<String>> first = later(fixture);
            CompletableFuture<HttpResponse<String>> second = later(fixture);
            arrived.await();

            HttpResponse<String> refused = fixture.post(PING);

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("retry-after")).hasValue("5");
            assertThat(Json.object(refused.body().getBytes()).orElseThrow().getInt("id"))
                    .isEqualTo(7);
            assertThat(upstream.received()).hasSize(2);
            go.countDown();
            assertThat(first.join().statusCode()).isEqualTo(200);
            assertThat(second.join().statusCode()).isEqualTo(200);
            assertThat(fixture.post(PING).statusCode()).as("places come back").isEqualTo(200);
        }
    }

    @Test
    @DisplayName("A stream holds its place until it ends, a failed call gives it back at once")
    void placesAreHeldAndGivenBack() throws Exception {
        CallLimit limit = new CallLimit(1);
        CallLimit.Place place = limit.take();
        assertThatThrownBy(limit::take)
                .isInstanceOfSatisfying(
                        UpstreamException.class, full -> assertThat(full.status()).isEqualTo(503));
        place.close();
        limit.take().close();

        try (FakeUpstream upstream = new FakeUpstream();
                Fixture fixture = fixture(upstream, limitedTo(1))) {
            upstream.answers((exchange, _) -> exchange.sendResponseHeaders(302, -1));
            for (int i = 0; i < 3; i++) {
                assertThat(fixture.post(PING).statusCode()).isEqualTo(502);
            }
        }
    }

    @Test
    @DisplayName("GW-03: fixed headers go with every request, whatever the client sends")
    void fixedHeadersAreSent() throws Exception {
        FixedHeaders headers = new FixedHeaders(Map.of("X-Tenant", Secret.of("seven")));
        try (FakeUpstream upstream = new FakeUpstream();
                Fixture fixture = fixture(upstream, with(headers))) {
            fixture.send(
                    fixture.authorized("/mcp")
                            .header("X-Tenant", "mine")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(PING)));

            assertThat(upstream.last().header("x-tenant")).isEqualTo("seven");
        }
        assertThat(headers.toString()).doesNotContain("seven");
    }

    @Test
    @DisplayName("GW-03: fields that decide something cannot be fixed, nor the key's own")
    void reservedFieldsAreRefused() throws Exception {
        for (String name :
                new String[] {
                    "Authorization",
                    "cookie",
                    "Host",
                    "x-user-id",
                    "X-Client-Name",
                    "Mcp-Method",
                    "content-length",
                    "Accept-Language",
                    "Transfer-Encoding",
                    "X-Forwarded-For",
                    "a b",
                    "",
                    "é"
                }) {
            assertThatThrownBy(() -> new FixedHeaders(Map.of(name, Secret.of("s3cret"))))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("s3cret");
        }
        for (String value : new String[] {"", " ", "a\nb", "é", "a".repeat(4097)}) {
            assertThatThrownBy(() -> new FixedHeaders(Map.of("x-a", Secret.of(value))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        FixedHeaders key = new FixedHeaders(Map.of("X-API-Key", Secret.of("k")));
        try (FakeUpstream upstream = new FakeUpstream()) {
            var connector =
                    Fixture.connector(upstream.uri("/mcp"), new ApiKeyHeader("x-api-key", null));
            assertThatThrownBy(() ->
                            new UpstreamClient(
                                    connector,
                                    with(key),
                                    Duration.ofSeconds(1),
                                    UpstreamTraces.NONE,
                                    InstantSource.system()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static CompletableFuture<HttpResponse<String>> later(Fixture fixture) {
        return fixture.http.sendAsync(
                fixture.authorized("/mcp")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(PING))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Fixture fixture(FakeUpstream upstream, UpstreamSettings settings)
            throws Exception {
        return new Fixture(
                upstream.uri("/mcp"), Fixture.QUICK, new ApiKeyHeader("x-api-key", null), settings);
    }

    private static UpstreamSettings limitedTo(int calls) {
        return settings(calls, FixedHeaders.NONE);
    }

    private static UpstreamSettings with(FixedHeaders headers) {
        return settings(10, headers);
    }

    private static UpstreamSettings settings(int calls, FixedHeaders headers) {
        Duration time = Duration.ofSeconds(20);
        return new UpstreamSettings(
                time,
                time,
                time,
                4,
                calls,
                null,
                headers,
                KeyCheckMethod.Probe.PLAIN,
                CallHandling.PLAIN);
    }
}
