package dev.keystile.oauth.impl;

import jakarta.json.Json;
import jakarta.json.JsonConfig;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a stranger's JSON so that nobody could read it otherwise: UTF-8, one object, no member
 * twice, at most 16 levels, nothing behind it (RFC 8259 section 4).
 */
final class StrictJson {
    /** Most levels. */
    static final int MAX_DEPTH = 16;

    private static final Map<String, Object> STRICT =
            Map.of(
                    JsonConfig.KEY_STRATEGY,
                    JsonConfig.KeyStrategy.NONE,
                    // The first depth that Parsson refuses.
                    "org.eclipse.parsson.maxDepth",
                    MAX_DEPTH + 1);
    private static final JsonReaderFactory READERS = Json.createReaderFactory(STRICT);
    private static final JsonParserFactory PARSERS = Json.createParserFactory(STRICT);

    private StrictJson() {}

    /** Empty when it is anything else. */
    static Optional<JsonObject> read(byte[] bytes) {
        try {
            return read(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    /** The same of a text. */
    // The reader notices repeated members, the parser what follows the object.
    static Optional<JsonObject> read(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text));
                JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            JsonObject object = reader.readObject();
            parser.next();
            parser.getObject();
            return parser.hasNext() ? Optional.empty() : Optional.of(object);
        } catch (RuntimeException malformed) {
            // Parsson reports too many levels with a bare RuntimeException.
            return Optional.empty();
        }
    }
}
