package dev.keystile.mcp.bridge;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a POST as JSON-RPC 2.0, read so that no reader behind this one finds more in it. */
sealed interface RpcBody {
    int PARSE_ERROR = -32700;
    int INVALID_REQUEST = -32600;
    String METHOD = "method";

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

    private static boolean isMessage(JsonValue value) {
        return value instanceof JsonObject message
                && message.keySet().stream().noneMatch(RpcBody::passesForMethod)
                && (!message.containsKey(METHOD) || message.get(METHOD) instanceof JsonString);
    }

    /** Some readers do not look at the case of names. */
    private static boolean passesForMethod(String name) {
        return name.equalsIgnoreCase(METHOD) && !name.equals(METHOD);
    }
}
