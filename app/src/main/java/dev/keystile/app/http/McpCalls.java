package dev.keystile.app.http;

import dev.keystile.mcp.bridge.McpRequest;
import dev.keystile.mcp.bridge.McpResponse;
import java.io.IOException;

/** Where MCP calls go. Safe for use by many threads. */
@FunctionalInterface
public interface McpCalls {
    /**
     * Answers one call.
     *
     * @throws IOException when the client is gone or the answer broke off
     */
    void forward(McpRequest request, McpResponse response) throws IOException;
}
