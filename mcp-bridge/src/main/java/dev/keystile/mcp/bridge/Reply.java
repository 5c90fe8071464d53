package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer of the bridge's own, with a JSON body. */
record Reply(int status, Map<String, String> headers, String json) {
    static final int INTERNAL_ERROR = -32603;
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
                ? rpcError(status, INTERNAL_ERROR, message, body)
                : error(status, "temporarily_unavailable", message);
    }

    /**
     * A JSON-RPC error with the id of the request that it answers, null where there is none.
     *
     * @param request the body of the request
     */
    static Reply rpcError(int status, int code, String message, byte[] request) {
        JsonObject error =
                Json.BUILD.createObjectBuilder().add("code", code).add("message", message).build();
        JsonObject body =
                Json.BUILD
                        .createObjectBuilder()
                        .add("jsonrpc", "2.0")
                        .add("id", requestId(request))
                        .add("error", error)
                        .build();
        return new Reply(status, Map.of("Content-Type", "application/json"), body.toString());
    }

    /** Sends this; the answer to HEAD has no body. */
    void sendTo(McpResponse response, String method) throws IOException {
        response.send(
                status,
                headers,
                method.equals("HEAD") ? EMPTY : json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonValue requestId(byte[] body) {
        return idOf(Json.object(body).orElse(JsonValue.EMPTY_JSON_OBJECT));
    }

    /** The id of a request; null in JSON when the message is none. */
    static JsonValue idOf(JsonObject message) {
        JsonValue id = message.getOrDefault("id", JsonValue.NULL);
        // The ids of MCP are strings and integers.
        boolean usable =
                id instanceof JsonString
                        || (id instanceof JsonNumber number && number.isIntegral());
        // A response to the server's own request has an id too, but an error must not answer a
        // response.
        return message.containsKey("method") && usable ? id : JsonValue.NULL;
    }
}
