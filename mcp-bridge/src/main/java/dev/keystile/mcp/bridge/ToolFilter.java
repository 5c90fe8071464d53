package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ToolPolicy;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * Makes of an upstream's lists of tools what a client may see: completed, and without those that
 * the policy leaves out. Messages about anything else stay as they are.
 */
record ToolFilter(ToolPolicy policy, ToolHints hints) {
    private static final String RESULT = "result";
    private static final String TOOLS = "tools";

    /** The message, or the batch, as it may go on; empty when there is no list in it. */
    Optional<JsonValue> apply(JsonValue body) {
        return switch (body) {
            case JsonArray batch when batch.stream().anyMatch(ToolFilter::lists) ->
                    Optional.of(batch(batch));
            case JsonObject message when lists(message) -> Optional.of(message(message));
            default -> Optional.empty();
        };
    }

    /** Whether a listed tool says of itself, or the operator says, that it changes nothing. */
    static boolean isReadOnly(JsonObject tool) {
        return JsonValue.TRUE.equals(Json.member(tool, "annotations").get("readOnlyHint"));
    }

    private JsonArray batch(JsonArray batch) {
        JsonArrayBuilder filtered = Json.BUILD.createArrayBuilder();
        batch.forEach(message -> filtered.add(apply(message).orElse(message)));
        return filtered.build();
    }

    private JsonObject message(JsonObject message) {
        JsonObject result = message.getJsonObject(RESULT);
        JsonArrayBuilder left = Json.BUILD.createArrayBuilder();
        for (JsonValue listed : result.getJsonArray(TOOLS)) {
            JsonValue tool = hints.completeTool(listed);
            if (allows(tool)) {
                left.add(tool);
            }
        }
        JsonObject filtered = Json.BUILD.createObjectBuilder(result).add(TOOLS, left).build();
        return Json.BUILD.createObjectBuilder(message).add(RESULT, filtered).build();
    }

    private boolean allows(JsonValue listed) {
        return !policy.restricts()
                || (listed instanceof JsonObject tool
                        && tool.get("name") instanceof JsonString name
                        && policy.allows(name.getString(), isReadOnly(tool)));
    }

    private static boolean lists(JsonValue message) {
        return message instanceof JsonObject object
                && object.get(RESULT) instanceof JsonObject result
                && result.get(TOOLS) instanceof JsonArray;
    }
}
