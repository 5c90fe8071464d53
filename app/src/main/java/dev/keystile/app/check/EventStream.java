package dev.keystile.app.check;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Server-sent events as MCP uses them: the answer to a POST is one of the events. */
final class EventStream {
    private static final int MOST_LINES = 100_000;

    private EventStream() {}

    /** Whether a body with these headers is an event stream. */
    static boolean is(HttpHeaders headers) {
        return headers.firstValue("Content-Type").filter(EventStream::isMediaType).isPresent();
    }

    /**
     * Reads up to the first event that answers a request and returns its JSON; empty when the
     * stream ends before.
     */
    static String answer(InputStream stream) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        var data = new StringBuilder();
        for (int count = 0; count < MOST_LINES; count++) {
            String line = lines.readLine();
            if (line == null || (line.isEmpty() && answers(data))) {
                return answers(data) ? data.toString() : "";
            }
            if (line.isEmpty()) {
                data.setLength(0);
            } else if (line.startsWith("data:")) {
                data.append(line.substring("data:".length()).stripLeading()).append('\n');
            }
        }
        throw new CheckFailedException(
                "the event stream holds no answer in its first " + MOST_LINES + " lines");
    }

    private static boolean isMediaType(String value) {
        return value.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    /** Notifications and requests of the server come on the same stream and have no result. */
    private static boolean answers(StringBuilder data) {
        if (data.toString().isBlank()) {
            return false;
        }
        JsonObject message = Json.object(data.toString());
        return message.containsKey("id")
                && (message.containsKey("result") || message.containsKey("error"));
    }
}
