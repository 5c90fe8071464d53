package dev.keystile.app.demo;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;

/** The methods of MCP 2024-11-05 to 2025-11-25, which begin with {@code initialize}. */
final class LegacyMethods {
    private static final HeaderName PROTOCOL_VERSION = HeaderNames.create("MCP-Protocol-Version");
    private static final List<String> VERSIONS =
            List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");

    private final MemoryTools tools;

    LegacyMethods(MemoryTools tools) {
        this.tools = tools;
    }

    /** Answers a request. */
    McpReply answer(McpRequest request) {
        return switch (request.method()) {
            case "initialize" -> new McpReply.Result(initialize(request));
            case String _ when !versionKnown(request) ->
                    new McpReply.Failure(
                            400,
                            McpReply.INVALID_REQUEST,
                            "This protocol version is not supported.");
            case "ping" -> new McpReply.Result(JsonValue.EMPTY_JSON_OBJECT);
            case "tools/list" -> new McpReply.Result(tools.list());
            case "tools/call" -> tools.call(request);
            default ->
                    new McpReply.Failure(
                            200, McpReply.METHOD_NOT_FOUND, "This server has no such method.");
        };
    }

    private static JsonObject initialize(McpRequest request) {
        var asked = request.param("protocolVersion");
        return Json.object()
                .add("protocolVersion", VERSIONS.contains(asked) ? asked : VERSIONS.getFirst())
                .add("capabilities", ServerFacts.capabilities())
                .add("serverInfo", ServerFacts.serverInfo())
                .add("instructions", ServerFacts.instructions())
                .build();
    }

    /** The header was unknown before MCP 2025-06-18, and some newer clients leave it out. */
    private static boolean versionKnown(McpRequest request) {
        return VERSIONS.containsAll(request.caller().headers().all(PROTOCOL_VERSION, List::of));
    }
}
