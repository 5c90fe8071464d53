package dev.keystile.mcp.bridge;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator says of an upstream's tools, where the upstream itself says nothing: it only
 * ever adds.
 *
 * @param byName what is said, by the name of the tool
 */
public record ToolHints(Map<String, Hint> byName) {
    /** Nothing is said. */
    public static final ToolHints NONE = new ToolHints(Map.of());

    private static final String ANNOTATIONS = "annotations";
    private static final String TITLE = "title";

    /** Copies the map. */
    public ToolHints {
        byName = Map.copyOf(byName);
    }

    /**
     * What is said of one tool; null where nothing is.
     *
     * @param title for people
     * @param readOnly whether it changes nothing
     * @param destructive whether it may delete or overwrite
     */
    public record Hint(
            @Nullable String title, @Nullable Boolean readOnly, @Nullable Boolean destructive) {}

    /** The result of {@code tools/list} with what is missing in its tools. */
    JsonObject complete(JsonObject result) {
        if (byName.isEmpty() || !(result.get("tools") instanceof JsonArray tools)) {
            return result;
        }
        JsonArrayBuilder completed = Json.BUILD.createArrayBuilder();
        tools.forEach(tool -> completed.add(completeTool(tool)));
        return Json.BUILD.createObjectBuilder(result).add("tools", completed).build();
    }

    /** One tool; anything else stays as it is. */
    JsonValue completeTool(JsonValue listed) {
        if (!(listed instanceof JsonObject tool)) {
            return listed;
        }
        Hint hint = byName.get(Json.string(tool, "name"));
        return hint == null ? tool : complete(tool, hint);
    }

    private static JsonObject complete(JsonObject tool, Hint hint) {
        JsonObject annotations = Json.member(tool, ANNOTATIONS);
        JsonObjectBuilder completed = Json.BUILD.createObjectBuilder(tool);
        if (hint.title() != null && !tool.containsKey(TITLE) && !annotations.containsKey(TITLE)) {
            completed.add(TITLE, hint.title());
        }
        JsonObjectBuilder marks = Json.BUILD.createObjectBuilder(annotations);
        addMissing(marks, annotations, "readOnlyHint", hint.readOnly());
        addMissing(marks, annotations, "destructiveHint", hint.destructive());
        JsonObject marked = marks.build();
        return (marked.equals(annotations) ? completed : completed.add(ANNOTATIONS, marked))
                .build();
    }

    private static void addMissing(
            JsonObjectBuilder to, JsonObject present, String name, @Nullable Boolean value) {
        if (value != null && !present.containsKey(name)) {
            to.add(name, value);
        }
    }
}
