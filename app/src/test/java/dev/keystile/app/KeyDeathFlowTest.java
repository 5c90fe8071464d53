package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.KeyedUpstream;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Keys that die and come back, and an upstream that fails, as client and person see them. Over real
 * HTTP; only the clock is held in the hand.
 */
class KeyDeathFlowTest {
    private static final String ANN = "jean_sk_of_ann";
    private static final String BOB = "jean_sk_of_bob";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final KeyedUpstream upstream = new KeyedUpstream(ANN, BOB);
    private final OpenGateway gateway =
            OpenGateway.onLoopback(clock, Map.of("MCP_UPSTREAM_URL", upstream.url()));
    private final String url = gateway.base() + "/mcp";

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
        wire.close();
    }

    @Test
    @DisplayName("GW-12, W-15, AS-T-34: a key that dies sends its clients to sign in again")
    void aDeadKeySendsItsClientsToSignIn() {
        var client = OAuthClient.discover(wire, url);
        JsonObject tokens = connect(client, ANN);
        assertThat(ping(tokens).statusCode()).isEqualTo(200);

        upstream.keys.remove(ANN);
        HttpResponse<String> refused = ping(tokens);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("www-authenticate"))
                .containsExactly(
                        "Bearer error=\"invalid_token\", resource_metadata=\""
                                + gateway.base()
                                + "/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"");
        assertThat(client.refreshing(tokens).statusCode()).isEqualTo(400);
        assertThat(client.refreshing(tokens).body()).contains("\"invalid_grant\"");
        var person = new Person(wire, gateway.base());
        var asked =
                person.press(
                        person.open(client.authorizationUri()), "continue", Map.of("api_key", ANN));
        assertThat(asked.status()).isEqualTo(401);

        upstream.keys.add("jean_sk_the_new_one");
        JsonObject again = connect(client, "jean_sk_the_new_one");
        assertThat(ping(again).statusCode()).isEqualTo(200);
        assertThat(ping(tokens).statusCode()).isEqualTo(401);
    }

    @Test
    @DisplayName("GW-12: a key that comes back brings back the tokens of all its clients")
    void aKeyThatComesBackBringsBackItsTokens() {
        var client = OAuthClient.discover(wire, url);
        var other = OAuthClient.discover(wire, url);
        JsonObject tokens = connect(client, ANN);
        JsonObject others = connect(other, ANN);
        upstream.keys.remove(ANN);
        assertThat(ping(tokens).statusCode()).isEqualTo(401);
        assertThat(ping(others).statusCode()).isEqualTo(401);

        upstream.keys.add(ANN);
        assertThat(ping(tokens).statusCode()).isEqualTo(401);
        clock.advance(MINUTE);

        assertThat(ping(tokens).statusCode()).isEqualTo(200);
        assertThat(ping(others).statusCode()).isEqualTo(200);
        client.refresh(tokens);
        other.refresh(others);
    }

    @Test
    @DisplayName("GW-12: who signs in with the key again has the old account, with all its clients")
    void signingInWithTheKeyIsTheSameAccount() {
        var client = OAuthClient.discover(wire, url);
        var other = OAuthClient.discover(wire, url);
        JsonObject tokens = connect(client, ANN);
        JsonObject others = connect(other, ANN);
        upstream.keys.remove(ANN);
        assertThat(ping(tokens).statusCode()).isEqualTo(401);

        upstream.keys.add(ANN);
        JsonObject again = connect(client, ANN);

        assertThat(ping(again).statusCode()).isEqualTo(200);
        assertThat(ping(others).statusCode()).isEqualTo(200);
        other.refresh(others);
    }

    @Test
    @DisplayName("GW-12, GW-14: an upstream that refuses every key logs nobody out")
    void anUpstreamThatRefusesEveryKeyLogsNobodyOut() {
        var client = OAuthClient.discover(wire, url);
        JsonObject ann = connect(client, ANN);
        JsonObject bob = connect(client, BOB);
        assertThat(ping(ann).statusCode()).isEqualTo(200);
        assertThat(ping(bob).statusCode()).isEqualTo(200);

        upstream.keys.clear();
        ping(ann);
        HttpResponse<String> refused = ping(bob);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("60");
        assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(refused.body()).contains("\"id\":7").contains("-32603");
        assertThat(ping(ann).statusCode()).isEqualTo(503);
        JsonObject refreshed = client.refresh(bob);
        upstream.keys.add(ANN);
        upstream.keys.add(BOB);
        assertThat(ping(ann).statusCode()).isEqualTo(200);
        assertThat(ping(refreshed).statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "GW-14: an upstream that is down is 502, then 503 with a time, and nobody signs in")
    void anUpstreamThatIsDownLogsNobodyOut() {
        var client = OAuthClient.discover(wire, url);
        JsonObject tokens = connect(client, ANN);
        assertThat(ping(tokens).statusCode()).isEqualTo(200);
        upstream.close();

        HttpResponse<String> answer = ping(tokens);
        while (answer.statusCode() == 502) {
            assertThat(answer.body()).contains("\"id\":7");
            answer = ping(tokens);
        }

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("10");
        upstream.listen();
        clock.advance(Duration.ofSeconds(10));
        assertThat(ping(tokens).statusCode()).isEqualTo(200);
        client.refresh(tokens);
    }

    private JsonObject connect(OAuthClient client, String key) {
        return client.signIn(new Person(wire, gateway.base()), key);
    }

    private HttpResponse<String> ping(JsonObject tokens) {
        return OAuthClient.calling(wire, url, tokens);
    }
}
