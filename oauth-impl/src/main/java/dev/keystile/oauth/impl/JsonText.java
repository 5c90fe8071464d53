package dev.keystile.oauth.impl;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON-P with its factories made once, and the few value types that records are made of. */
final class JsonText {
    private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());
    private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(Map.of());

    private JsonText() {}

    /** Reads a trusted text. */
    static JsonObject read(String text) {
        try (var reader = READERS.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static JsonObjectBuilder object() {
        return BUILDERS.createObjectBuilder();
    }

    static <T> JsonArrayBuilder array(Collection<T> values, Function<T, JsonObjectBuilder> write) {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        values.forEach(value -> array.add(write.apply(value)));
        return array;
    }

    static JsonArrayBuilder strings(Collection<String> values) {
        return BUILDERS.createArrayBuilder(values);
    }

    static List<String> strings(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> read) {
        return json.getJsonArray(name).getValuesAs(JsonObject.class).stream().map(read).toList();
    }

    /** Null when the member is absent. */
    static @Nullable String text(JsonObject json, String name) {
        return json.containsKey(name) ? json.getString(name) : null;
    }

    /** Leaves the member out when the value is null. */
    static void add(JsonObjectBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.add(name, value);
        }
    }

    /** Milliseconds since the epoch. */
    static Instant instant(JsonObject json, String name) {
        return Instant.ofEpochMilli(json.getJsonNumber(name).longValueExact());
    }

    static Bytes bytes(JsonObject json, String name) {
        return Bytes.decode(json.getString(name));
    }
}
