package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.spi.Event.Outcome;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Sees in passing whether an answer is an error, of JSON-RPC or of a tool. What begins after the
 * first {@value #LOOKED_AT} bytes of a message is not seen.
 */
final class AnswerGlance {
    /** How much of a message is looked at. */
    static final int LOOKED_AT = 16 << 10;

    private static final JsonParserFactory PARSERS =
            jakarta.json.Json.createParserFactory(Map.of());

    private final ByteArrayOutputStream json = new ByteArrayOutputStream(0);
    private final Events events = new Events();
    private final boolean stream;
    private Outcome seen = Outcome.OK;

    /** Nothing has been seen yet of an event stream, or else of a JSON text. */
    AnswerGlance(boolean stream) {
        this.stream = stream;
    }

    /** Takes the next bytes of the answer. */
    void see(byte[] bytes, int offset, int length) throws IOException {
        if (stream) {
            events.write(bytes, offset, length);
        } else {
            json.write(bytes, offset, Math.min(length, LOOKED_AT - json.size()));
        }
    }

    /** What it was, by what was seen. */
    Outcome outcome() {
        return stream ? seen : in(json.toByteArray());
    }

    /** What a message says of itself; any that is no error is fine. */
    static Outcome in(byte[] message) {
        var start = new ByteArrayInputStream(message, 0, Math.min(message.length, LOOKED_AT));
        try (JsonParser parser = PARSERS.createParser(start, StandardCharsets.UTF_8)) {
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

    /** Each event is a message; the first error counts. */
    private final class Events extends EventSplitter {
        Events() {
            super(LOOKED_AT);
        }

        @Override
        void event(byte[] raw) {
            if (!seen.failed()) {
                byte[] data = new ServerEvent(raw).data();
                seen = data.length == 0 ? seen : in(data);
            }
        }

        @Override
        void piece(byte[] raw) {}
    }
}
