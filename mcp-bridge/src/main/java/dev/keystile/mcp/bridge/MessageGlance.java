package dev.keystile.mcp.bridge;

import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a message is about, seen in passing: however long it is, nothing else of it is kept. No
 * permission may rest on it.
 *
 * @param method empty for a batch, a response, and what is no message
 * @param version the protocol version that the message itself names (since MCP 2026-07-28); empty
 *     without one
 */
record MessageGlance(String method, String version) {
    private static final JsonParserFactory PARSERS =
            jakarta.json.Json.createParserFactory(Map.of());

    /** The objects around the version, from the outermost on. */
    private static final List<String> WAY = List.of("", "params", "_meta");

    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";

    static MessageGlance at(byte[] body) {
        try (JsonParser parser =
                PARSERS.createParser(new ByteArrayInputStream(body), StandardCharsets.UTF_8)) {
            return new Walk(parser).toTheEnd();
        } catch (RuntimeException malformed) {
            // Too deep a nesting, and too long a number, are no JsonException.
            return new MessageGlance("", "");
        }
    }

    private static final class Walk {
        private final JsonParser parser;
        private String key = "";
        private String method = "";
        private String version = "";
        private int depth;

        /** How many of the objects that are open now are those of the way. */
        private int onWay;

        Walk(JsonParser parser) {
            this.parser = parser;
        }

        MessageGlance toTheEnd() {
            while (parser.hasNext()) {
                switch (parser.next()) {
                    case START_OBJECT -> enter(depth < WAY.size() && WAY.get(depth).equals(key));
                    case START_ARRAY -> enter(false);
                    case END_OBJECT, END_ARRAY -> onWay = Math.min(onWay, --depth);
                    case KEY_NAME -> key = parser.getString();
                    case VALUE_STRING -> value();
                    case VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> {}
                }
            }
            return new MessageGlance(method, version);
        }

        private void enter(boolean named) {
            onWay = named && onWay == depth ? onWay + 1 : onWay;
            depth++;
        }

        private void value() {
            if (onWay == depth && depth == 1 && key.equals("method")) {
                method = parser.getString();
            } else if (onWay == depth && depth == WAY.size() && key.equals(VERSION)) {
                version = parser.getString();
            }
        }
    }
}
