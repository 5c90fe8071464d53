package dev.keystile.app.flow;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.net.URI;
import java.util.Map;
import java.util.function.Supplier;

/** The MCP Java SDK's client at an MCP URL, with whatever bearer token the supplier holds. */
public final class McpSdk {
    private McpSdk() {}

    public static McpSyncClient client(String mcpUrl, Supplier<String> accessToken) {
        return client(mcpUrl, "Authorization", () -> "Bearer " + accessToken.get());
    }

    /** The same with any header in place of the bearer token. */
    public static McpSyncClient client(String mcpUrl, String header, Supplier<String> value) {
        URI uri = URI.create(mcpUrl);
        var transport =
                HttpClientStreamableHttpTransport.builder(uri.resolve("/").toString())
                        .endpoint(uri.getPath())
                        .httpRequestCustomizer(
                                (request, _, _, _, _) -> request.setHeader(header, value.get()))
                        .build();
        return McpClient.sync(transport).build();
    }

    public static CallToolResult call(
            McpSyncClient client, String tool, Map<String, Object> arguments) {
        return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }
}
