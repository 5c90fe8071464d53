package dev.keystile.app.demo;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** The tools {@code remember}, {@code search_memory} and {@code list_memories}. Thread-safe. */
final class MemoryTools {
    private static final int MAX_SHOWN = 50;

    private final Memories memories;

    MemoryTools(Memories memories) {
        this.memories = memories;
    }

    /** The result of {@code tools/list}. */
    JsonObject list() {
        return ToolList.RESULT;
    }

    /**
     * Answers {@code tools/call}. What is wrong with the arguments is told to the model, in the
     * result.
     */
    McpReply call(McpRequest request) {
        var user = request.caller().user();
        var arguments =
                request.params().get("arguments") instanceof JsonObject object
                        ? object
                        : JsonValue.EMPTY_JSON_OBJECT;
        return switch (request.param("name")) {
            case "remember" -> remember(user, arguments);
            case "search_memory" -> search(user, arguments);
            case "list_memories" -> said(shown(memories.all(user), "There are no memories yet."));
            default ->
                    new McpReply.Failure(
                            200, McpReply.INVALID_PARAMS, "This server has no such tool.");
        };
    }

    private McpReply remember(String user, JsonObject arguments) {
        return text(arguments, "text")
                .map(text -> kept(memories.keep(user, text)))
                .orElseGet(() -> refused("The argument text must be a string that is not blank."));
    }

    private static McpReply kept(Memories.KeepOutcome outcome) {
        return switch (outcome) {
            case KEPT -> said("Remembered.");
            case TOO_LONG ->
                    refused(
                            "The text is too long: at most "
                                    + Memories.MAX_BYTES
                                    + " bytes are kept.");
            case FULL ->
                    refused(
                            "The memory is full: at most "
                                    + Memories.MAX_PER_USER
                                    + " memories are kept.");
        };
    }

    private McpReply search(String user, JsonObject arguments) {
        return text(arguments, "query")
                .filter(query -> !Memories.words(query).isEmpty())
                .map(query ->
                        said(shown(memories.search(user, query), "No memory has all these words.")))
                .orElseGet(() ->
                        refused("The argument query must be a string with at least one word."));
    }

    private static Optional<String> text(JsonObject arguments, String name) {
        return arguments.get(name) instanceof JsonString text && !text.getString().isBlank()
                ? Optional.of(text.getString())
                : Optional.empty();
    }

    private static String shown(List<Memory> found, String none) {
        if (found.isEmpty()) {
            return none;
        }
        var lines =
                found.stream()
                        .limit(MAX_SHOWN)
                        .map(memory -> memory.at() + "  " + memory.text())
                        .toList();
        var rest = found.size() - lines.size();
        return String.join("\n", lines) + (rest == 0 ? "" : "\nand " + rest + " older ones.");
    }

    private static McpReply said(String text) {
        return result(text, false);
    }

    private static McpReply refused(String text) {
        return result(text, true);
    }

    private static McpReply result(String text, boolean error) {
        var content = Json.object().add("type", "text").add("text", text).build();
        return new McpReply.Result(
                Json.object()
                        .add("content", Json.array(List.of(content)))
                        .add("isError", error)
                        .build());
    }
}
