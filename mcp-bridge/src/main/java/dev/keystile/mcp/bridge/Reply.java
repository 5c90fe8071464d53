package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of the bridge's own, with a JSON body. */
record Reply(int status, Map<String, String> headers, String json) {
    private static final byte[] EMPTY = {};

    /** An answer that names an error. */
    static Reply error(int status, String error, String description) {
        JsonObject body =
                Json.BUILD
                        .createObjectBuilder()
                        .add("error", error)
                        .add("error_description", description)
                        .build();
        return new Reply(status, Map.of("Content-Type", "application/json"), body.toString());
    }

    /** The same with one more header field. */
    Reply with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, json);
    }

    /** The same with more header fields. */
    Reply with(Map<String, String> fields) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(fields);
        return new Reply(status, more, json);
    }

    /** The same with the time after which a client may come back; at least a second. */
    Reply retryAfter(Duration wait) {
        return with("Retry-After", Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
    }

    /**
     * A fault as an answer to an MCP request. A POST carries a JSON-RPC message and is answered
     * with one; other methods get the plain form.
     *
     * @param body the body of the request
     */
    static Reply fault(McpRequest request, int status, String message, byte[] body) {
        return request.method().equals("POST")
                ? rpcError(status, RpcMessage.INTERNAL_ERROR, message, body)
                : error(status, "temporarily_unavailable", message);
    }

    /** 429 as an answer to an MCP request, in the same forms. */
    static Reply tooMany(McpRequest request, String message, byte[] body) {
        return request.method().equals("POST")
                ? rpcError(429, RpcMessage.INTERNAL_ERROR, message, body)
                : error(429, "too_many_requests", message);
    }

    /**
     * A JSON-RPC error with the id of the request that it answers, null where there is none.
     *
     * @param request the body of the request
     */
    static Reply rpcError(int status, int code, String message, byte[] request) {
        JsonObject body =
                RpcMessage.failure(RpcMessage.requestId(request), RpcMessage.error(code, message));
        return new Reply(status, Map.of("Content-Type", "application/json"), body.toString());
    }

    /** Sends this; the answer to HEAD has no body. */
    void sendTo(McpResponse response, String method) throws IOException {
        response.send(
                status,
                headers,
                method.equals("HEAD") ? EMPTY : json.getBytes(StandardCharsets.UTF_8));
    }
}
