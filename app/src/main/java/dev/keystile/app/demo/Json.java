package dev.keystile.app.demo;

import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonStructure;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;
import java.util.Optional;

/**
 * JSON in and out, with the factories made once: looking a provider up costs more than a small
 * message.
 */
final class Json {
    private static final JsonProvider PROVIDER = JsonProvider.provider();
    private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());

    private Json() {}

    /** A new, empty object builder. */
    static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }

    /** A new object builder that holds all members of this object. */
    static JsonObjectBuilder object(JsonObject start) {
        return BUILDERS.createObjectBuilder(start);
    }

    /** An array of these values. */
    static JsonStructure array(Iterable<? extends JsonValue> values) {
        var array = BUILDERS.createArrayBuilder();
        values.forEach(array::add);
        return array.build();
    }

    /** A JSON string. */
    static JsonValue text(String value) {
        return PROVIDER.createValue(value);
    }

    /** The value that is this whole text, or nothing when it is not JSON. */
    static Optional<JsonValue> parse(String text) {
        try (var parser = PARSERS.createParser(new StringReader(text))) {
            parser.next();
            var value = parser.getValue();
            return parser.hasNext() || value.toString().isEmpty()
                    ? Optional.empty()
                    : Optional.of(value);
        } catch (RuntimeException _) {
            // Too deep a nesting is no JsonException; nor is a huge exponent, found on writing.
            return Optional.empty();
        }
    }
}
