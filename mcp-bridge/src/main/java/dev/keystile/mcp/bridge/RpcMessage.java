package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Messages of JSON-RPC 2.0 that this gateway writes itself. */
final class RpcMessage {
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    /** Of MCP since 2026-07-28: fields and message differ. */
    static final int HEADER_MISMATCH = -32020;

    /** Of MCP since 2026-07-28: a revision that the server does not speak. */
    static final int UNSUPPORTED_VERSION = -32022;

    private RpcMessage() {}

    /** A call of a method, with whatever is added to it. */
    static JsonObjectBuilder of(String method) {
        return envelope().add("method", method);
    }

    /** The answer that there is none (JSON-RPC 2.0 section 5.1). */
    static JsonObject failure(JsonValue id, JsonObject error) {
        return envelope().add("id", id).add("error", error).build();
    }

    static JsonObject error(int code, String message) {
        return Json.BUILD.createObjectBuilder().add("code", code).add("message", message).build();
    }

    /** The id of a request; null in JSON when the body is none. */
    static JsonValue requestId(byte[] body) {
        JsonObject message = Json.object(body).orElse(JsonValue.EMPTY_JSON_OBJECT);
        JsonValue id = message.getOrDefault("id", JsonValue.NULL);
        // The ids of MCP are strings and integers.
        boolean usable =
                id instanceof JsonString
                        || (id instanceof JsonNumber number && number.isIntegral());
        // A response to the server's own request has an id too, but an error must not answer a
        // response.
        return message.containsKey("method") && usable ? id : JsonValue.NULL;
    }

    private static JsonObjectBuilder envelope() {
        return Json.BUILD.createObjectBuilder().add("jsonrpc", "2.0");
    }
}
