package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.spi.Event.Outcome;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sees in passing whether an answer is an error, of JSON-RPC or of a tool. Of a JSON text the first
 * {@value #LOOKED_AT} bytes are looked at, of an event stream the events within about the last as
 * many: the answer is mostly its last event.
 */
final class AnswerGlance {
    /** How much is looked at. */
    static final int LOOKED_AT = 16 << 10;

    /** An answer without this is no error, and needs no reading. */
    private static final String SIGN = "rror\"";

    private static final JsonParserFactory PARSERS =
            jakarta.json.Json.createParserFactory(Map.of());

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final boolean stream;

    /** Nothing has been seen yet of an event stream, or else of a JSON text. */
    AnswerGlance(boolean stream) {
        this.stream = stream;
    }

    /** Takes the next bytes of the answer. */
    void see(byte[] bytes, int offset, int length) {
        if (!stream) {
            kept.write(bytes, offset, Math.min(length, LOOKED_AT - kept.size()));
            return;
        }
        int last = Math.min(length, LOOKED_AT);
        kept.write(bytes, offset + length - last, last);
        if (kept.size() > 2 * LOOKED_AT) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, all.length - LOOKED_AT, LOOKED_AT);
        }
    }

    /** What it was, by what was seen. */
    Outcome outcome() {
        if (!kept.toString(StandardCharsets.ISO_8859_1).contains(SIGN)) {
            return Outcome.OK;
        }
        byte[] bytes = kept.toByteArray();
        return stream ? inEvents(bytes) : in(bytes);
    }

    /** Each event is a message; the first error counts. */
    private static Outcome inEvents(byte[] bytes) {
        var events = new Events();
        try {
            events.write(bytes);
            events.end();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
        return events.seen;
    }

    /** What a message says of itself; any that is no error is fine. */
    private static Outcome in(byte[] message) {
        var text = new StringReader(new String(message, StandardCharsets.UTF_8));
        try (JsonParser parser = PARSERS.createParser(text)) {
            return in(parser);
        } catch (RuntimeException cutOff) {
            // Or malformed, which is between client and upstream.
            return Outcome.OK;
        }
    }

    private static Outcome in(JsonParser parser) {
        String key = "";
        int depth = 0;
        boolean inResult = false;
        while (parser.hasNext()) {
            switch (parser.next()) {
                case START_OBJECT -> {
                    if (depth == 1 && key.equals("error")) {
                        return Outcome.RPC_ERROR;
                    }
                    inResult = inResult || (depth == 1 && key.equals("result"));
                    depth++;
                }
                case START_ARRAY -> depth++;
                case END_OBJECT, END_ARRAY -> inResult = --depth >= 2 && inResult;
                case KEY_NAME -> key = parser.getString();
                case VALUE_TRUE -> {
                    if (depth == 2 && inResult && key.equals("isError")) {
                        return Outcome.TOOL_ERROR;
                    }
                }
                case VALUE_STRING, VALUE_NUMBER, VALUE_FALSE, VALUE_NULL -> {}
            }
        }
        return Outcome.OK;
    }

    private static final class Events extends EventSplitter {
        private Outcome seen = Outcome.OK;

        Events() {
            super(2 * LOOKED_AT);
        }

        @Override
        void event(byte[] raw) {
            byte[] data = new ServerEvent(raw).data();
            seen = seen.failed() || data.length == 0 ? seen : in(data);
        }

        @Override
        void piece(byte[] raw) {}
    }
}
