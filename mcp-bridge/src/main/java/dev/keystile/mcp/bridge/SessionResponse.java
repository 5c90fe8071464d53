package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that tells the client its session, too. */
record SessionResponse(McpResponse response, Secret sealed) implements McpResponse {
    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        response.send(status, with(headers), body);
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length)
            throws IOException {
        return response.stream(status, with(headers), length);
    }

    private Map<String, String> with(Map<String, String> headers) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(McpHeaders.SESSION_ID.defaultCase(), sealed.reveal());
        return more;
    }
}
