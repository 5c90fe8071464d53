package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages on their way to a client, the last of which answers its request. They come as an event
 * stream as soon as there is one before the answer.
 */
final class ClientMessages {
    private final McpResponse response;
    private final boolean takesStreams;
    private @Nullable OutputStream events;

    /**
     * Messages of which none has been sent.
     *
     * @param takesStreams whether the client accepts event streams
     */
    ClientMessages(McpResponse response, boolean takesStreams) {
        this.response = response;
        this.takesStreams = takesStreams;
    }

    static ClientMessages to(Call call, McpResponse response) {
        return new ClientMessages(
                response, LiveAnswer.accepts(call.request().headers().values("accept")));
    }

    boolean takesStreams() {
        return takesStreams;
    }

    /** Whether anything has been sent. */
    boolean begun() {
        return events != null;
    }

    /** Begins the event stream. */
    void open() throws IOException {
        var _ = stream();
    }

    /** Sends one before the answer; a client without streams does not get it. */
    void send(JsonObject message) throws IOException {
        if (takesStreams) {
            write(message);
        }
    }

    /**
     * Sends the answer and ends.
     *
     * @param status for an answer that is no event
     */
    void answer(int status, JsonObject message) throws IOException {
        if (events == null) {
            response.send(status, Map.of("Content-Type", "application/json"), Json.bytes(message));
        } else {
            write(message);
            events.close();
        }
    }

    /** Ends without an answer. */
    void end() throws IOException {
        stream().close();
    }

    private void write(JsonObject message) throws IOException {
        OutputStream out = stream();
        out.write(("event: message\ndata: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private OutputStream stream() throws IOException {
        OutputStream open = events;
        if (open == null) {
            Map<String, String> headers = new LinkedHashMap<>(EventStream.HEADERS);
            headers.put("Content-Type", EventStream.TYPE);
            open = response.stream(200, headers, -1);
            open.flush();
            events = open;
        }
        return open;
    }
}
