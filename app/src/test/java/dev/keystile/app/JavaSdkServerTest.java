package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.JavaSdkServer;
import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The MCP Java SDK on both sides of the gateway. */
class JavaSdkServerTest {
    private static final String KEY = "jean_sk_demo_1";

    @ParameterizedTest(name = "sessions: {0}")
    @DisplayName(
            "GW-B-01, GW-L-01: a server of the Java SDK gives its clients the same through the gateway")
    @ValueSource(booleans = {true, false})
    void answersAsWithoutTheGateway(boolean sessions) throws Exception {
        try (var wire = new Wire();
                var upstream =
                        sessions
                                ? JavaSdkServer.withSessions(KEY)
                                : JavaSdkServer.withoutSessions(KEY);
                var gateway =
                        OpenGateway.onLoopback(
                                new MovableClock(), Map.of("MCP_UPSTREAM_URL", upstream.url()))) {
            String token = Connection.made(wire, gateway.base()).tokens().getString("access_token");

            List<Object> direct = walk(upstream.url(), "x-api-key", KEY);
            List<Object> through =
                    walk(gateway.base() + "/mcp", "Authorization", "Bearer " + token);

            assertThat(direct).last().asString().contains("tea");
            assertThat(through).isEqualTo(direct);
        }
    }

    private static List<Object> walk(String url, String header, String value) {
        try (McpSyncClient client = McpSdk.client(url, header, () -> value)) {
            return List.of(
                    client.initialize(),
                    client.ping(),
                    client.listTools(),
                    McpSdk.call(client, "echo", Map.of("text", "tea")));
        }
    }
}
