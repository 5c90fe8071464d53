package dev.keystile.app.flow;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** The MCP Java SDK's client at an MCP URL, with whatever bearer token the supplier holds. */
public final class McpSdk {
    private McpSdk() {}

    public static McpSyncClient client(String mcpUrl, Supplier<String> accessToken) {
        return client(mcpUrl, "Authorization", () -> "Bearer " + accessToken.get());
    }

    /** The same with any header in place of the bearer token. */
    public static McpSyncClient client(String mcpUrl, String header, Supplier<String> value) {
        return client(mcpUrl, header, value, _ -> {});
    }

    /** The same with TLS that trusts whom this says; HTTP/2 is offered too. */
    public static McpSyncClient client(
            String mcpUrl, Supplier<String> accessToken, SSLContext tls) {
        return client(
                mcpUrl,
                "Authorization",
                () -> "Bearer " + accessToken.get(),
                http -> http.sslContext(tls));
    }

    private static McpSyncClient client(
            String mcpUrl,
            String header,
            Supplier<String> value,
            Consumer<HttpClient.Builder> http) {
        URI uri = URI.create(mcpUrl);
        var transport =
                HttpClientStreamableHttpTransport.builder(uri.resolve("/").toString())
                        .endpoint(uri.getPath())
                        .customizeClient(http)
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
