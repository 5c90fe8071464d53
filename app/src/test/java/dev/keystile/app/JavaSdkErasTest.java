package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.EraUpstream;
import dev.keystile.app.flow.EraUpstream.Era;
import dev.keystile.app.flow.McpSdk;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.Wire;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The MCP Java SDK, whose client speaks the revisions up to 2025-11-25, before servers of each era.
 */
class JavaSdkErasTest {
    private static final String KEY = "jean_sk_demo_1";

    @ParameterizedTest(name = "{0}")
    @DisplayName("GW-B-01, GW-B-02: the Java SDK comes as far as without the gateway")
    @CsvSource({"LEGACY, 7, no such tool", "MODERN, 1, -32022", "BOTH, 7, no such tool"})
    void comesAsFarAsWithoutTheGateway(Era era, int steps, String last) {
        try (var wire = new Wire();
                var upstream = new EraUpstream(era);
                var gateway =
                        OpenGateway.onLoopback(
                                new MovableClock(), Map.of("MCP_UPSTREAM_URL", upstream.url()))) {
            String token = Connection.made(wire, gateway.base()).tokens().getString("access_token");

            List<String> direct = walk(upstream.url(), "x-api-key", KEY);
            List<String> through =
                    walk(gateway.base() + "/mcp", "Authorization", "Bearer " + token);

            assertThat(direct).hasSize(steps).last().asString().contains(last);
            assertThat(through).isEqualTo(direct);
        }
    }

    /** What came of each step, up to the first one without which there is no other. */
    private static List<String> walk(String url, String header, String value) {
        List<String> seen = new ArrayList<>();
        try (McpSyncClient client = McpSdk.client(url, header, () -> value)) {
            if (!step(seen, url, client::initialize)) {
                return seen;
            }
            step(seen, url, client::ping);
            step(seen, url, client::listTools);
            step(seen, url, () -> call(client, "remember", Map.of("text", "likes tea")));
            step(seen, url, () -> call(client, "search_memory", Map.of("query", "coffee")));
            step(seen, url, () -> call(client, "search_memory", Map.of()));
            step(seen, url, () -> call(client, "no_such_tool", Map.of()));
            return seen;
        }
    }

    private static Object call(McpSyncClient client, String tool, Map<String, Object> arguments) {
        return McpSdk.call(client, tool, arguments);
    }

    private static boolean step(List<String> seen, String url, Supplier<Object> step) {
        try {
            return seen.add(String.valueOf(step.get()));
        } catch (RuntimeException failed) {
            seen.add("failed: " + causes(failed).replace(url, "the URL"));
            return false;
        }
    }

    /** What is said of a failure, all the way down; some of it quotes the URL. */
    private static String causes(Throwable failed) {
        return Stream.iterate(failed, Objects::nonNull, Throwable::getCause)
                .map(Throwable::toString)
                .collect(Collectors.joining(", because "));
    }
}
