package dev.keystile.mcp.bridge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The body of a POST as JSON-RPC 2.0, read so that no reader behind this one finds more in it. */
sealed interface RpcBody {
    int PARSE_ERROR = -32700;
    int INVALID_REQUEST = -32600;
    String METHOD = "method";
    String PARAMS = "params";

    /**
     * One message, or a batch of them.
     *
     * @param messages at least one
     */
    record Messages(JsonValue body, List<JsonObject> messages) implements RpcBody {
        /** The methods of those that are requests or notifications, in order. */
        List<String> methods() {
            return messages.stream()
                    .filter(message -> message.containsKey(METHOD))
                    .map(message -> message.getString(METHOD))
                    .toList();
        }

        /** What was read, written anew: nothing else goes on. */
        byte[] bytes() {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /**
     * Anything else.
     *
     * @param code JSON-RPC's name for it
     */
    record Malformed(int code) implements RpcBody {}

    static RpcBody read(byte[] body) {
        return StrictJson.read(body)
                .map(RpcBody::messages)
                .orElseGet(() -> new Malformed(PARSE_ERROR));
    }

    private static RpcBody messages(JsonValue body) {
        List<JsonValue> values = body instanceof JsonArray batch ? batch : List.of(body);
        return !values.isEmpty() && values.stream().allMatch(RpcBody::isMessage)
                ? new Messages(body, values.stream().map(JsonValue::asJsonObject).toList())
                : new Malformed(INVALID_REQUEST);
    }

    /** Whether a message is a request, which is to be answered. */
    static boolean isRequest(JsonObject message) {
        return message.containsKey(METHOD) && message.containsKey("id");
    }

    /** The method of a message; empty when it has none. */
    static String method(JsonObject message) {
        return Json.string(message, METHOD);
    }

    /** What a message says beside its method; the empty object when it says nothing. */
    static JsonObject params(JsonObject message) {
        return Json.member(message, PARAMS);
    }

    /** A member that is a string. */
    static Optional<String> text(JsonObject of, String name) {
        return of.get(name) instanceof JsonString text
                ? Optional.of(text.getString())
                : Optional.empty();
    }

    private static boolean isMessage(JsonValue value) {
        return value instanceof JsonObject message
                && message.keySet().stream()
                        .noneMatch(key -> passesFor(METHOD, key) || passesFor(PARAMS, key))
                && (!message.containsKey(METHOD) || message.get(METHOD) instanceof JsonString);
    }

    /** Some readers do not look at the case of names. */
    static boolean passesFor(String name, String key) {
        return key.equalsIgnoreCase(name) && !key.equals(name);
    }
}
