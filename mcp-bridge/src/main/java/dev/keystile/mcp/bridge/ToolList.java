package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Tool;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Reads the tools of a {@code tools/list} result, for a page that people read. */
final class ToolList {
    /** Most tools that are kept. */
    static final int MAX_TOOLS = 500;

    private static final int MAX_NAME = 128;

    private ToolList() {}

    /** These tools and those of one more page; what has no name is left out. */
    static List<Tool> append(List<Tool> before, JsonObject page) {
        List<Tool> tools = new ArrayList<>(before);
        if (page.get("tools") instanceof JsonArray listed) {
            for (JsonValue value : listed) {
                if (value instanceof JsonObject tool && tools.size() < MAX_TOOLS) {
                    add(tool, tools);
                }
            }
        }
        return tools;
    }

    private static void add(JsonObject tool, List<Tool> tools) {
        String name = Text.displayable(Json.string(tool, "name"), MAX_NAME);
        if (name.isEmpty()) {
            return;
        }
        JsonObject annotations = Json.member(tool, "annotations");
        boolean readOnly = JsonValue.TRUE.equals(annotations.get("readOnlyHint"));
        // The hint's default is true; shown only when claimed, or else nearly every tool would
        // carry the warning.
        boolean destructive =
                !readOnly && JsonValue.TRUE.equals(annotations.get("destructiveHint"));
        String title =
                Json.string(tool, "title").isBlank()
                        ? Json.string(annotations, "title")
                        : Json.string(tool, "title");
        String shown = Text.displayable(title, MAX_NAME);
        tools.add(new Tool(name, shown.isEmpty() ? null : shown, readOnly, destructive));
    }
}
