package dev.keystile.mcp.bridge;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;

/** Header fields of MCP and of this gateway. */
final class McpHeaders {
    static final HeaderName SESSION_ID = HeaderNames.create("mcp-session-id", "Mcp-Session-Id");
    static final HeaderName PROTOCOL_VERSION =
            HeaderNames.create("mcp-protocol-version", "MCP-Protocol-Version");
    static final HeaderName METHOD = HeaderNames.create("mcp-method", "Mcp-Method");

    /** The value of that field in a request whose answer may stay silent for hours. */
    static final String LISTEN = "subscriptions/listen";

    static final HeaderName NAME = HeaderNames.create("mcp-name", "Mcp-Name");
    static final HeaderName USER_ID = HeaderNames.create("x-user-id", "x-user-id");
    static final HeaderName CLIENT_NAME = HeaderNames.create("x-client-name", "x-client-name");

    /** What servers insist on for POST: they choose between the two. */
    static final Header ACCEPT_ANSWER =
            HeaderValues.createCached(HeaderNames.ACCEPT, "application/json, text/event-stream");

    /** What servers insist on for GET. */
    static final Header ACCEPT_STREAM =
            HeaderValues.createCached(HeaderNames.ACCEPT, EventStream.TYPE);

    /** UTF-8 by definition (RFC 8259 section 8.1). */
    static final Header JSON =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/json");

    private McpHeaders() {}
}
