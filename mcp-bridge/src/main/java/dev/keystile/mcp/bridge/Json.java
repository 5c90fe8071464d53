package dev.keystile.mcp.bridge;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and builds JSON with factories that are made once: looking the provider up costs more than
 * the parsing.
 */
final class Json {
    static final JsonBuilderFactory BUILD = jakarta.json.Json.createBuilderFactory(Map.of());
    private static final JsonReaderFactory READ = jakarta.json.Json.createReaderFactory(Map.of());

    private Json() {}

    /** The object in UTF-8 text; empty when it is anything else. */
    static Optional<JsonObject> object(byte[] text) {
        try (JsonReader reader =
                READ.createReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8)) {
            return reader.readValue() instanceof JsonObject object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (RuntimeException malformed) {
            // Too deep a nesting is no JsonException.
            return Optional.empty();
        }
    }

    /** A member that is an object; the empty one when it is absent or something else. */
    static JsonObject member(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    }

    /** A member that is a string; the empty one when it is absent or something else. */
    static String string(JsonObject parent, String name) {
        return parent.get(name) instanceof JsonString string ? string.getString() : "";
    }

    static JsonValue number(int value) {
        return BUILD.createArrayBuilder().add(value).build().getFirst();
    }

    static JsonValue text(String value) {
        return BUILD.createArrayBuilder().add(value).build().getFirst();
    }

    static byte[] bytes(JsonObject object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
