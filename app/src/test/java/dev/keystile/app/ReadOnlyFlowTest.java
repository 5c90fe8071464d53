package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A client that asks for less than everything, and for more later. */
class ReadOnlyFlowTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"list_memories\",\"arguments\":{}}}";

    private final Wire wire = new Wire();
    private final OpenGateway gateway = OpenGateway.onLoopback();
    private final String base = gateway.base();
    private OAuthClient client;

    @BeforeEach
    void start() {
        client = OAuthClient.discover(wire, base + "/mcp");
    }

    @AfterEach
    void stop() {
        gateway.close();
        wire.close();
    }

    @Test
    @DisplayName("RS-T-05, SEC-10: what was asked for is shown, granted, and kept to")
    void readingIsAllThatIsGranted() {
        JsonObject tokens = connect("mcp:read offline_access", "may not change anything");
        assertThat(tokens.getString("scope")).isEqualTo("mcp:read offline_access");

        try (McpSyncClient mcp =
                McpSdk.client(base + "/mcp", () -> tokens.getString("access_token"))) {
            mcp.initialize();
            assertThat(mcp.listTools().tools()).hasSize(3);
        }
        HttpResponse<String> refused = call(tokens);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().allValues("www-authenticate"))
                .containsExactly(
                        "Bearer error=\"insufficient_scope\", resource_metadata=\""
                                + base
                                + "/.well-known/oauth-protected-resource/mcp\", scope=\"mcp\"");
    }

    @Test
    @DisplayName("RS-T-05: the scopes of the challenge, asked for beside the old ones, are enough")
    void askingForMoreHelps() {
        connect("mcp:read", "may not change anything");

        JsonObject more = connect("mcp:read mcp", "do everything this key can do");

        assertThat(more.getString("scope")).isEqualTo("mcp");
        assertThat(call(more).statusCode()).isEqualTo(200);
    }

    private JsonObject connect(String scope, String said) {
        var person = new Person(wire, base);
        String uri = client.authorizationUri().toString();
        assertThat(uri).contains("scope=mcp+offline_access");
        Page page =
                person.open(
                        URI.create(
                                uri.replace(
                                        "scope=mcp+offline_access",
                                        "scope=" + scope.replace(" ", "+"))));
        assertThat(page.text()).contains(said);
        Page review = person.press(page, "continue", Map.of("api_key", KEY));
        assertThat(review.text()).contains(said);
        return client.redeem(client.codeOf(person.press(review, "allow").location()));
    }

    private HttpResponse<String> call(JsonObject tokens) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + "/mcp"))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .header("mcp-protocol-version", "2025-06-18")
                        .POST(BodyPublishers.ofString(CALL)));
    }
}
