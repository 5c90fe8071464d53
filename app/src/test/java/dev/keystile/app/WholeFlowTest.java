package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The product: a client finds the gateway, a person signs in on its pages, and the MCP Java SDK
 * calls tools of the demo upstream through it. All over real HTTP on real ports; only the clock is
 * held in the hand.
 */
class WholeFlowTest {
    private static final String KEY = "jean_sk_demo_1";

    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final OpenGateway gateway = OpenGateway.onLoopback(clock);
    private final String base = gateway.base();

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    @Test
    void sdkClientCallsToolsAfterSigningInOnThePages() {
        String url = base + "/mcp";
        JsonObject tokens = connect(OAuthClient.discover(wire, url), KEY);
        assertThat(tokens.getString("token_type")).isEqualTo("Bearer");
        assertThat(tokens.getString("access_token")).matches("jean_oauth_[A-Za-z0-9_-]{92}");
        assertThat(tokens.getInt("expires_in")).isEqualTo(3600);
        assertThat(tokens.getString("scope")).isEqualTo("mcp offline_access");

        try (McpSyncClient mcp = McpSdk.client(url, () -> tokens.getString("access_token"))) {
            mcp.initialize();
            assertThat(mcp.listTools().tools())
                    .extracting(Tool::name)
                    .containsExactly("remember", "search_memory", "list_memories");
            McpSdk.call(mcp, "remember", Map.of("text", "tea is in the blue tin"));
            var found = McpSdk.call(mcp, "search_memory", Map.of("query", "tin"));
            assertThat(found.isError()).isNotEqualTo(true);
            assertThat(found.content().toString()).contains("blue tin");
        }
    }

    @Test
    void personalUrlBelongsToTheKeysUser() {
        String own = base + "/mcp/oauth/demo-1";
        JsonObject tokens = connect(OAuthClient.discover(wire, own), KEY);
        try (McpSyncClient mcp = McpSdk.client(own, () -> tokens.getString("access_token"))) {
            mcp.initialize();
            assertThat(mcp.listTools().tools()).hasSize(3);
        }
        var person = new Person(wire, base);
        var stranger = OAuthClient.discover(wire, base + "/mcp/oauth/demo-2");
        var page =
                person.press(
                        person.open(stranger.authorizationUri()),
                        "continue",
                        Map.of("api_key", KEY));
        assertThat(page.status()).isEqualTo(401);
        assertThat(page.has("input[name=api_key]")).isTrue();
    }

    @Test
    void wrongKeyIsAskedForAgainAndTheRightOneThenWorks() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        var person = new Person(wire, base);
        var again =
                person.press(
                        person.open(client.authorizationUri()),
                        "continue",
                        Map.of("api_key", "jean_sk_of_nobody"));
        assertThat(again.status()).isEqualTo(401);
        assertThat(again.answer().body()).doesNotContain("jean_sk_of_nobody");
        var review = person.press(again, "continue", Map.of("api_key", KEY));
        assertThat(review.text()).contains("remember", "search_memory", "list_memories");
        assertThat(review.answer().body()).doesNotContain(KEY);
        assertThat(client.redeem(client.codeOf(person.press(review, "allow").location())))
                .containsKey("access_token");
    }

    @Test
    void denyTellsTheClient() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        var person = new Person(wire, base);
        var answer = person.press(person.open(client.authorizationUri()), "deny");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.location().getRawQuery())
                .contains(
                        "error=access_denied",
                        "state=state+of+the+test",
                        "iss=http%3A%2F%2Flocalhost");
    }

    @Test
    void expiredTokenIsRefusedAndARefreshMendsIt() {
        String url = base + "/mcp";
        var client = OAuthClient.discover(wire, url);
        var tokens = new AtomicReference<>(connect(client, KEY));
        try (McpSyncClient mcp = McpSdk.client(url, () -> tokens.get().getString("access_token"))) {
            mcp.initialize();
            clock.advance(Duration.ofHours(1).plusSeconds(5));
            assertThat(ping(url, tokens.get()).headers().firstValue("www-authenticate"))
                    .hasValueSatisfying(challenge ->
                            assertThat(challenge).startsWith("Bearer error=\"invalid_token\", "));
            assertThatThrownBy(mcp::listTools).isInstanceOf(RuntimeException.class);
            tokens.set(client.refresh(tokens.get()));
            assertThat(mcp.listTools().tools()).hasSize(3);
        }
    }

    @Test
    void accessTokenWorksUntilTheLastMoment() {
        String url = base + "/mcp";
        JsonObject tokens = connect(OAuthClient.discover(wire, url), KEY);
        clock.advance(Duration.ofHours(1).plusSeconds(5).minusMillis(1));
        assertThat(ping(url, tokens).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofMillis(1));
        assertThat(ping(url, tokens).statusCode()).isEqualTo(401);
    }

    @Test
    void refreshRotatesAndARepeatWithinTheGraceIsAnsweredAlike() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        JsonObject first = connect(client, KEY);
        JsonObject second = client.refresh(first);
        assertThat(second.getString("refresh_token"))
                .isNotEqualTo(first.getString("refresh_token"));
        assertThat(client.refresh(first)).isEqualTo(second);
        clock.advance(Duration.ofSeconds(60));
        assertThat(client.refreshing(first).body()).contains("invalid_grant");
        assertThat(client.refreshing(second).body()).contains("invalid_grant");
        assertThat(ping(base + "/mcp", second).statusCode()).isEqualTo(401);
    }

    @Test
    void tokenOfOneResourceIsRefusedAtAnother() {
        JsonObject shared = connect(OAuthClient.discover(wire, base + "/mcp"), KEY);
        JsonObject second =
                connect(OAuthClient.discover(wire, base + "/mcp/oauth/demo-2"), "jean_sk_demo_2");
        assertThat(ping(base + "/mcp/oauth/demo-1", second).statusCode()).isEqualTo(401);
        assertThat(ping(base + "/mcp/oauth/demo-1", shared).statusCode()).isEqualTo(401);
        assertThat(ping(base + "/mcp", second).statusCode()).isEqualTo(401);
        assertThat(ping(base + "/mcp/oauth/demo-2", second).statusCode()).isEqualTo(200);
        assertThat(ping(base + "/mcp/oauth/demo-2/", second).statusCode()).isEqualTo(200);
    }

    @Test
    void codeIsRedeemedOnceAndAWrongVerifierDoesNotBurnIt() {
        var client = OAuthClient.discover(wire, base + "/mcp");
        String code = client.codeOf(new Person(wire, base).signIn(client.authorizationUri(), KEY));
        assertThat(client.redemption(code, "v".repeat(43)).body()).contains("invalid_grant");
        JsonObject tokens = client.redeem(code);
        assertThat(client.redemption(code, OAuthClient.VERIFIER).body()).contains("invalid_grant");
        assertThat(ping(base + "/mcp", tokens).statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(10));
        assertThat(client.redemption(code, OAuthClient.VERIFIER).body()).contains("invalid_grant");
        assertThat(ping(base + "/mcp", tokens).statusCode())
                .as("a late replay ends the grant")
                .isEqualTo(401);
    }

    private JsonObject connect(OAuthClient client, String key) {
        return client.redeem(
                client.codeOf(new Person(wire, base).signIn(client.authorizationUri(), key)));
    }

    private HttpResponse<String> ping(String url, JsonObject tokens) {
        return OAuthClient.calling(wire, url, tokens);
    }
}
