package dev.keystile.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The demo upstream as the MCP Java SDK sees it. */
final class DemoSdkTest {

    @Test
    void sdkClientRemembersAndFinds() {
        try (var upstream = DemoUpstream.start(InstantSource.fixed(Instant.EPOCH));
                var client = connect(upstream)) {
            assertThat(client.initialize().serverInfo().name()).isEqualTo("keystile-demo");
            assertThat(client.listTools().tools())
                    .extracting(Tool::name)
                    .containsExactly("remember", "search_memory", "list_memories");
            client.callTool(call("remember", Map.of("text", "likes tea")));
            var found = client.callTool(call("search_memory", Map.of("query", "Tea")));
            assertThat(found.content().toString()).contains("likes tea");
        }
    }

    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return CallToolRequest.builder(tool).arguments(arguments).build();
    }

    private static McpSyncClient connect(DemoUpstream upstream) {
        var transport =
                HttpClientStreamableHttpTransport.builder(upstream.uri().resolve("/").toString())
                        .endpoint(upstream.uri().getPath())
                        .requestBuilder(
                                HttpRequest.newBuilder().header("x-api-key", DemoClient.KEY))
                        .openConnectionOnStartup(true)
                        .build();
        return McpClient.sync(transport).build();
    }
}
