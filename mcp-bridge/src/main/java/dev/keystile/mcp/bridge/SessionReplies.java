package dev.keystile.mcp.bridge;

/** Answers about sessions that never reach the upstream. */
final class SessionReplies {
    /** What MCP's own libraries send with it. */
    private static final int SESSION_NOT_FOUND = -32001;

    private SessionReplies() {}

    /** MCP 2025-11-25, transports, "Session Management": 404 makes the client begin anew. */
    static Reply unknown(McpRequest request, byte[] body) {
        return request.method().equals("POST")
                ? Reply.rpcError(
                        404, SESSION_NOT_FOUND, "Session not found; initialize anew.", body)
                : Reply.error(404, "session_not_found", "Session not found; initialize anew.");
    }
}
