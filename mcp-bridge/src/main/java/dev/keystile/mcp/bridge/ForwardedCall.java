package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.WritableHeaders;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A client's call as the request that goes upstream. */
final class ForwardedCall {
    /** The one MCP method (2026-07-28) whose answer may stay silent for hours. */
    private static final Header LISTENING =
            HeaderValues.createCached(McpHeaders.METHOD, McpHeaders.LISTEN);

    private ForwardedCall() {}

    static UpstreamRequest of(
            Call call, @Nullable Secret session, byte[] body, UpstreamClient client) {
        McpRequest request = call.request();
        Upstream upstream = client.upstream();
        UpstreamRequest sent = client.request(call.method());
        WritableHeaders<?> headers = sent.headers();
        HeaderPolicy.toUpstream(request.headers(), upstream.keyName().lowerCase(), headers);
        if (client.settings().handling().repairVersion()) {
            VersionRepair.of(call, body).applyTo(headers);
        }
        headers.set(upstream.keyField(call.apiKey()));
        if (session != null) {
            headers.set(HeaderValues.create(McpHeaders.SESSION_ID, session.reveal()));
        }
        CallerFields.of(call).addTo(headers);
        if (call.judgedByBody()) {
            // It was judged as UTF-8; read in another charset it could say something else.
            headers.set(McpHeaders.JSON);
        }
        return accepting(sent, request.method(), client.settings().streamTimeout());
    }

    /**
     * Upstreams insist on exact {@code Accept} values and clients do not send them; quiet streams
     * get more time.
     */
    private static UpstreamRequest accepting(
            UpstreamRequest call, String method, Duration streamTimeout) {
        WritableHeaders<?> headers = call.headers();
        if (method.equals("POST")) {
            headers.set(McpHeaders.ACCEPT_ANSWER);
            return headers.contains(LISTENING) ? call.readTimeout(streamTimeout) : call;
        }
        if (method.equals("DELETE")) {
            return call;
        }
        headers.set(McpHeaders.ACCEPT_STREAM);
        return call.readTimeout(streamTimeout);
    }
}
