package dev.keystile.mcp.bridge;

import jakarta.json.JsonConfig;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Reads JSON that a decision depends on: text which two readers could take differently is none. */
final class StrictJson {
    /** Most arrays and objects within each other. */
    static final int MAX_DEPTH = 64;

    private static final Map<String, Object> STRICT =
            Map.of(
                    JsonConfig.KEY_STRATEGY,
                    JsonConfig.KeyStrategy.NONE,
                    // The first depth that Parsson refuses.
                    "org.eclipse.parsson.maxDepth",
                    MAX_DEPTH + 1);
    private static final JsonReaderFactory READERS = jakarta.json.Json.createReaderFactory(STRICT);
    private static final JsonParserFactory PARSERS = jakarta.json.Json.createParserFactory(STRICT);

    private StrictJson() {}

    /**
     * The value in UTF-8 text; empty when the text is not UTF-8, not JSON, too deep, has a member
     * twice in one object, or goes on after the value.
     */
    static Optional<JsonValue> read(byte[] text) {
        try {
            return read(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }

    // The reader notices repeated members, the parser what follows the value.
    private static Optional<JsonValue> read(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text));
                JsonParser parser = PARSERS.createParser(new StringReader(text))) {
            JsonValue value = reader.readValue();
            while (parser.hasNext()) {
                parser.next();
            }
            return Optional.of(value);
        } catch (RuntimeException malformed) {
            // Too deep a nesting, and too long a number, are no JsonException.
            return Optional.empty();
        }
    }
}
