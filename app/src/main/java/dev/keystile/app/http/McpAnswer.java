package dev.keystile.app.http;

import dev.keystile.mcp.bridge.McpResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/** The bridge's answer on its way to the client. */
record McpAnswer(ServerResponse response, ReadAhead incoming) implements McpResponse {
    @Override
    public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
        head(status, headers);
        try {
            response.send(body);
        } catch (ServerConnectionException gone) {
            throw new IOException("the client is gone", gone);
        }
    }

    @Override
    public OutputStream stream(int status, Map<String, String> headers, long length) {
        head(status, headers);
        if (length >= 0) {
            response.headers().contentLength(length);
        }
        boolean events =
                isEventStream(response.headers().first(HeaderNames.CONTENT_TYPE).orElse(""));
        return new McpStream(response.outputStream(), events);
    }

    @Override
    public void whenGone(Runnable told) {
        incoming.watch(told);
    }

    private void head(int status, Map<String, String> headers) {
        response.status(Status.create(status));
        headers.forEach((name, value) -> response.header(name, value));
    }

    private static boolean isEventStream(String contentType) {
        return contentType.regionMatches(true, 0, "text/event-stream", 0, 17);
    }
}
