package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Pages.Page;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema;
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
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"%s\",\"arguments\":{}}}";

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
            assertThat(mcp.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactlyInAnyOrder("search_memory", "list_memories");
        }
        assertThat(call(tokens, "list_memories").statusCode()).isEqualTo(200);
        HttpResponse<String> refused = call(tokens, "remember");
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
        assertThat(call(more, "remember").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName(
            "design 10: a client sees and uses the tools that the person ticked, also after a refresh")
    void tickedToolsAreAllThatIsGranted() {
        JsonObject tokens =
                connect(
                        "mcp offline_access",
                        "do everything this key can do",
                        Map.of("tools", "some", "tool", "remember"));
        JsonObject refreshed = client.refresh(tokens);

        try (McpSyncClient mcp =
                McpSdk.client(base + "/mcp", () -> refreshed.getString("access_token"))) {
            mcp.initialize();
            assertThat(mcp.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("remember");
            assertThatThrownBy(() -> McpSdk.call(mcp, "list_memories", Map.of()))
                    .hasMessageContaining("allow the tool on the consent page");
        }
        assertThat(call(refreshed, "remember").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("design 10: whoever ticks nothing is asked again, and can still allow")
    void tickingNothingIsAskedAgain() {
        var person = new Person(wire, base);
        Page key = person.open(client.authorizationUri());
        Page review = person.press(key, "continue", Map.of("api_key", KEY));
        Page again = person.press(review, "allow", Map.of("tools", "some"));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text()).contains("needs at least one", "search_memory");
        Page allowed =
                person.press(again, "allow", Map.of("tools", "some", "tool", "search_memory"));
        JsonObject tokens = client.redeem(client.codeOf(allowed.location()));
        assertThat(call(tokens, "search_memory").body()).doesNotContain("-32010");
        assertThat(call(tokens, "remember").body()).contains("-32010");
    }

    private JsonObject connect(String scope, String said) {
        return connect(scope, said, Map.of());
    }

    private JsonObject connect(String scope, String said, Map<String, String> choice) {
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
        return client.redeem(client.codeOf(person.press(review, "allow", choice).location()));
    }

    private HttpResponse<String> call(JsonObject tokens, String tool) {
        return wire.send(
                HttpRequest.newBuilder(URI.create(base + "/mcp"))
                        .header("authorization", "Bearer " + tokens.getString("access_token"))
                        .header("content-type", "application/json")
                        .header("mcp-protocol-version", "2025-06-18")
                        .POST(BodyPublishers.ofString(CALL.formatted(tool))));
    }
}
