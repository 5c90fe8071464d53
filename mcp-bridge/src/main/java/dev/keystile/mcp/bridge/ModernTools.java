package dev.keystile.mcp.bridge;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Tools of 2026-07-28 in lists for older clients. */
final class ModernTools {
    private ModernTools() {}

    /** Without output schemas of anything but objects, which those clients do not know. */
    static JsonObject forLegacy(JsonObject list) {
        if (!(list.get("tools") instanceof JsonArray tools)) {
            return list;
        }
        JsonArrayBuilder known = Json.BUILD.createArrayBuilder();
        tools.forEach(tool -> known.add(forLegacy(tool)));
        return Translated.with(list, "tools", known.build());
    }

    private static JsonValue forLegacy(JsonValue tool) {
        return tool instanceof JsonObject object
                        && object.get("outputSchema") instanceof JsonObject schema
                        && !Json.string(schema, "type").equals("object")
                ? Translated.without(object, "outputSchema")
                : tool;
    }
}
