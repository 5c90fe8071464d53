package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.ProtectedResource;
import java.io.InputStream;
import java.util.function.Supplier;

/**
 * An HTTP request to an MCP endpoint.
 *
 * @param method as it came in, for example {@code POST}
 * @param resource which of this gateway's resources the request's path names
 * @param keysOnly whether the path is the one that takes API keys alone, where no token is looked
 *     for and no client is led to sign in
 * @param body the content with any transfer coding undone; read only after the token was accepted,
 *     and then at most {@link BridgeSettings#maxRequestBytes()} and one more byte
 * @param network where it comes from; asked for only when that matters
 */
public record McpRequest(
        String method,
        ProtectedResource resource,
        boolean keysOnly,
        HeaderFields headers,
        InputStream body,
        Supplier<Network> network) {
    private static final Network UNKNOWN = new Network("unknown", false);

    /** One to the resource's own URL, of which nobody asks where it comes from. */
    public McpRequest(
            String method, ProtectedResource resource, HeaderFields headers, InputStream body) {
        this(method, resource, false, headers, body, () -> UNKNOWN);
    }
}
