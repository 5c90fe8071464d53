package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.LongStream;
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

    static JsonArrayBuilder numbers(long... values) {
        JsonArrayBuilder array = BUILDERS.createArrayBuilder();
        LongStream.of(values).forEach(array::add);
        return array;
    }

    static List<String> strings(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    /** Empty when the member is absent. */
    static <T> List<T> list(JsonObject json, String name, Function<JsonObject, T> read) {
        JsonArray array =
                json.containsKey(name) ? json.getJsonArray(name) : JsonValue.EMPTY_JSON_ARRAY;
        return array.getValuesAs(JsonObject.class).stream().map(read).toList();
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

    /** Leaves the member out when the number is the usual one. */
    static void addUnless(long usual, JsonObjectBuilder json, String name, long value) {
        if (value != usual) {
            json.add(name, value);
        }
    }

    /** The usual number when the member is absent. */
    static long number(JsonObject json, String name, long usual) {
        return json.containsKey(name) ? json.getJsonNumber(name).longValueExact() : usual;
    }

    /** Leaves the scope out when it is the usual one. */
    static void addUnless(Scope usual, JsonObjectBuilder json, Scope scope) {
        if (!scope.equals(usual)) {
            json.add("scope", scope.toString());
        }
    }

    /** The usual scope when there is none. */
    static Scope scope(JsonObject json, Scope usual) {
        String scope = text(json, "scope");
        return scope == null ? usual : Scope.parse(scope);
    }

    /** Milliseconds since the epoch. */
    static Instant instant(JsonObject json, String name) {
        return Instant.ofEpochMilli(json.getJsonNumber(name).longValueExact());
    }

    static Bytes bytes(JsonObject json, String name) {
        return Bytes.decode(json.getString(name));
    }
}
