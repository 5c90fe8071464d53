package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response with further fields in its header. */
final class FurtherFields implements McpResponse {
    private final McpResponse client;
    private final Map<String, String> further;

    private FurtherFields(McpResponse client, Map<String, String> further) {
        this.client = client;
        this.further = further;
    }

    /** The response with these; itself when there are none. */
    static McpResponse of(McpResponse client, Map<String, String> further) {
        return further.isEmpty() ? client : new FurtherFields(client, further);
    }

    /** The response with the client's session. */
    static McpResponse of(McpResponse client, Secret sealed) {
        return of(client, Map.of(McpHeaders.SESSION_ID.defaultCase(), sealed.reveal()));
    }

    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        client.send(status, with(headers), body);
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        return client.stream(status, with(headers), length);
    }

    @Override
    public void whenGone(Runnable told) {
        client.whenGone(told);
    }

    private Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(further);
        return all;
    }
}
