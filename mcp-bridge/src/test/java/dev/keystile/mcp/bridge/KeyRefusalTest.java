package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told when the upstream refuses the API key of a call. */
@Timeout(60)
class KeyRefusalTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}";
    private static final String DISCOVER =
            "{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\"}";

    private FakeUpstream upstream;
    private Fixture fixture;

    @BeforeEach
    void start() throws IOException {
        upstream = new FakeUpstream();
        fixture = new Fixture(upstream.uri("/mcp"));
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"theirs\"");
            FakeUpstream.answer(exchange, 401, "application/json", "{\"theirs\":1}");
        });
    }

    @AfterEach
    void stop() {
        fixture.close();
        upstream.close();
    }

    @Test
    @DisplayName("GW-12: the key is reported with what the call knows of it")
    void theKeyOfTheCallIsReported() throws Exception {
        fixture.send(
                fixture.request("/mcp/oauth/ann")
                        .header("Authorization", "Bearer ann")
                        .POST(BodyPublishers.ofString(CALL)));

        assertThat(fixture.reported).hasSize(1);
        assertThat(fixture.reported.getFirst().apiKey()).isEqualTo(Secret.of(Fixture.KEY));
        assertThat(fixture.reported.getFirst().resource().user()).isEqualTo(new UserId("ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "HEAD"})
    @DisplayName("GW-12, W-15: a dead key is an invalid token, whatever the method")
    void aDeadKeyIsAnInvalidToken(String method) throws Exception {
        var got = fixture.send(fixture.authorized("/mcp").method(method, BodyPublishers.noBody()));

        assertThat(got.statusCode()).isEqualTo(401);
        assertThat(got.headers().allValues("www-authenticate")).hasSize(1);
        assertThat(got.headers().firstValue("www-authenticate").orElseThrow())
                .startsWith("Bearer error=\"invalid_token\", resource_metadata=\"https://mcp.");
        assertThat(got.body()).doesNotContain("theirs");
        assertThat(fixture.reported).hasSize(1);
    }

    @Test
    @DisplayName("GW-12: a call that is refused although the key works logs nobody out")
    void aKeyThatWorksIsNoReasonToSignIn() throws Exception {
        fixture.verdict = new KeyVerdict.Works();

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(502);
        assertThat(got.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(got.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":"
                                + "\"The MCP server behind this gateway refused this call, though it takes the API key.\"}}");
    }

    @Test
    @DisplayName("GW-B-03: discovery that is refused although the key works is a method not found")
    void refusedDiscoveryLetsClientsFallBack() throws Exception {
        fixture.verdict = new KeyVerdict.Works();

        var got = fixture.post(DISCOVER);

        assertThat(got.statusCode()).isEqualTo(404);
        assertThat(got.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"error\":{\"code\":-32601,\"message\":\"Method not found\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {CALL, DISCOVER})
    @DisplayName("GW-12, GW-14: what is not clear is 503 with the time to come back")
    void anUnclearRefusalIsAskedForLater(String message) throws Exception {
        fixture.verdict = new KeyVerdict.Unclear(Duration.ofSeconds(60));

        var got = fixture.post(message);

        assertThat(got.statusCode()).isEqualTo(503);
        assertThat(got.headers().firstValue("retry-after")).contains("60");
        assertThat(got.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(got.body()).contains("-32603").doesNotContain("theirs").doesNotContain("null");
    }

    @Test
    @DisplayName("GW-14: an unclear refusal of what is no JSON-RPC request has the plain form")
    void anUnclearRefusalOfAGetIsPlain() throws Exception {
        fixture.verdict = new KeyVerdict.Unclear(Duration.ofMillis(1));

        var got = fixture.send(fixture.authorized("/mcp").GET());

        assertThat(got.statusCode()).isEqualTo(503);
        assertThat(got.headers().firstValue("retry-after")).contains("1");
        assertThat(got.body()).startsWith("{\"error\":\"temporarily_unavailable\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 500, 502, 503, 504})
    @DisplayName("GW-12, GW-14: no other status says anything of the key")
    void otherStatusesPassAndAreNotReported(int status) throws Exception {
        upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"theirs\"");
            exchange.getResponseHeaders().set("Retry-After", "17");
            FakeUpstream.answer(exchange, status, "application/json", "{\"theirs\":1}");
        });

        var got = fixture.post(CALL);

        assertThat(got.statusCode()).isEqualTo(status);
        assertThat(got.headers().firstValue("retry-after")).contains("17");
        assertThat(got.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(got.body()).isEqualTo("{\"theirs\":1}");
        assertThat(fixture.reported).isEmpty();
    }
}
