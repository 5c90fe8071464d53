package dev.keystile.app.check;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Optional;

/** What the access token opens. */
record McpChecks(Wire wire, CheckTarget target) {
    /**
     * Opens a session, lists the tools and calls one that only reads and wants no arguments; what
     * was done.
     */
    String callsTool(IssuedTokens tokens) {
        Mcp mcp = open(tokens);
        JsonArray tools = mcp.tools();
        Optional<String> harmless =
                tools.stream()
                        .filter(McpChecks::harmless)
                        .map(tool -> tool.asJsonObject().getString("name"))
                        .findFirst();
        harmless.ifPresent(mcp::call);
        mcp.close();
        return tools.size()
                + " tools listed, "
                + harmless.map(name -> name + " called")
                        .orElse("none of them both read-only and without arguments");
    }

    /** These tokens open a session too. */
    void accepts(IssuedTokens tokens) {
        open(tokens).close();
    }

    private Mcp open(IssuedTokens tokens) {
        return Mcp.open(wire, target.resource(), tokens.accessToken());
    }

    private static boolean harmless(JsonValue tool) {
        return tool instanceof JsonObject object
                && object.containsKey("name")
                && object.get("annotations") instanceof JsonObject annotations
                && annotations.getBoolean("readOnlyHint", false)
                && object.get("inputSchema") instanceof JsonObject schema
                && Json.strings(schema, "required").isEmpty();
    }
}
