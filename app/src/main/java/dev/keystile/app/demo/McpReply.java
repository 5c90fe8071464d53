package dev.keystile.app.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** What a method answers. */
sealed interface McpReply {
    int INVALID_REQUEST = -32600;
    int METHOD_NOT_FOUND = -32601;
    int INVALID_PARAMS = -32602;
    int PARSE_ERROR = -32700;

    /** It worked. */
    record Result(JsonObject value) implements McpReply {}

    /** It did not: HTTP status, JSON-RPC code, a sentence, and details or an empty object. */
    record Failure(int status, int code, String message, JsonObject data) implements McpReply {
        Failure(int status, int code, String message) {
            this(status, code, message, JsonValue.EMPTY_JSON_OBJECT);
        }
    }

    /** The HTTP status that carries it. */
    default int httpStatus() {
        return switch (this) {
            case Result _ -> 200;
            case Failure failure -> failure.status();
        };
    }

    /**
     * The JSON-RPC message that carries it to the request with this id (JSON-RPC 2.0 section 5).
     */
    default JsonObject message(JsonValue id) {
        var message = Json.object().add("jsonrpc", "2.0").add("id", id);
        return switch (this) {
            case Result(var value) -> message.add("result", value).build();
            case Failure failure -> message.add("error", error(failure)).build();
        };
    }

    private static JsonObject error(Failure failure) {
        var error = Json.object().add("code", failure.code()).add("message", failure.message());
        return failure.data().isEmpty() ? error.build() : error.add("data", failure.data()).build();
    }
}
