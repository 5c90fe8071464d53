import org.jspecify.annotations.NullMarked;

/** Forwards MCP over HTTP to an upstream that knows API keys, and checks such keys. */
@NullMarked
module dev.keystile.mcp.bridge {
    requires transitive dev.keystile.oauth.api;
    requires io.helidon.http;
    requires jakarta.json;

    exports dev.keystile.mcp.bridge;
}
