package dev.keystile.app.demo;

import jakarta.json.JsonObject;

/**
 * The methods of MCP 2026-07-28, which has no handshake: every request says which version it
 * speaks.
 */
final class ModernMethods {
    private static final int FRESH_FOR_MILLIS = 300_000;

    private final ModernRules rules = new ModernRules();
    private final MemoryTools tools;

    ModernMethods(MemoryTools tools) {
        this.tools = tools;
    }

    /** Whether a request means to be one of these. */
    boolean speaks(McpRequest request) {
        return request.method().equals("server/discover") || rules.claimed(request);
    }

    /** Answers a request. */
    McpReply answer(McpRequest request) {
        return rules.violation(request)
                .<McpReply>map(failure -> failure)
                .orElseGet(() -> dispatch(request));
    }

    private McpReply dispatch(McpRequest request) {
        return switch (request.method()) {
            case "server/discover" -> complete(cacheable(discover()));
            case "tools/list" -> complete(cacheable(tools.list()));
            case "tools/call" -> called(tools.call(request));
            default ->
                    new McpReply.Failure(
                            404, McpReply.METHOD_NOT_FOUND, "This server has no such method.");
        };
    }

    private static JsonObject discover() {
        return Json.object()
                .add("supportedVersions", ModernRules.supported())
                .add("capabilities", ServerFacts.capabilities())
                .add("instructions", ServerFacts.instructions())
                .build();
    }

    /** Private, since a gateway before this server may show each user different tools. */
    private static JsonObject cacheable(JsonObject result) {
        return Json.object(result)
                .add("ttlMs", FRESH_FOR_MILLIS)
                .add("cacheScope", "private")
                .build();
    }

    private static McpReply called(McpReply reply) {
        return switch (reply) {
            case McpReply.Result(var result) -> complete(result);
            case McpReply.Failure failure -> failure;
        };
    }

    private static McpReply complete(JsonObject result) {
        var meta =
                Json.object().add("io.modelcontextprotocol/serverInfo", ServerFacts.serverInfo());
        return new McpReply.Result(
                Json.object(result).add("resultType", "complete").add("_meta", meta).build());
    }
}
