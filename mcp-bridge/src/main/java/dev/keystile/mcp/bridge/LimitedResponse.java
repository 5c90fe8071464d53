package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response with more fields in its header. */
record LimitedResponse(McpResponse client, Map<String, String> more) implements McpResponse {
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
        all.putAll(more);
        return all;
    }
}
