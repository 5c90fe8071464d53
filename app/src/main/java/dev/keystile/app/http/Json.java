package dev.keystile.app.http;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds JSON objects whose members are never null, empty text or empty arrays. */
final class Json {
    // Json.createObjectBuilder() looks its provider up at every call; a factory is made once.
    private static final JsonBuilderFactory FACTORY =
            jakarta.json.Json.createBuilderFactory(Map.of());

    private final JsonObjectBuilder object = FACTORY.createObjectBuilder();

    private Json() {}

    /** An object without members. */
    static Json object() {
        return new Json();
    }

    /** Adds a text; leaves the member out when there is none. */
    Json with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            object.add(name, value);
        }
        return this;
    }

    /** Adds a list of texts; leaves the member out when it is empty. */
    Json with(String name, List<String> values) {
        if (!values.isEmpty()) {
            JsonArrayBuilder array = FACTORY.createArrayBuilder();
            values.forEach(array::add);
            object.add(name, array);
        }
        return this;
    }

    /** Adds a list of objects, be it empty. */
    Json objects(String name, List<Json> values) {
        JsonArrayBuilder array = FACTORY.createArrayBuilder();
        values.forEach(value -> array.add(value.object));
        object.add(name, array);
        return this;
    }

    /** Adds an object; leaves the member out when there is none. */
    Json with(String name, @Nullable Json value) {
        if (value != null) {
            object.add(name, value.object);
        }
        return this;
    }

    /** Adds a whole number. */
    Json with(String name, long value) {
        object.add(name, value);
        return this;
    }

    /** Adds true or false. */
    Json with(String name, boolean value) {
        object.add(name, value);
        return this;
    }

    /** Adds an object, be it empty. */
    Json object(String name, Json value) {
        object.add(name, value.object);
        return this;
    }

    /** Adds a list of numbers, be it empty. */
    Json numbers(String name, List<Long> values) {
        JsonArrayBuilder array = FACTORY.createArrayBuilder();
        values.forEach(array::add);
        object.add(name, array);
        return this;
    }

    /** The object as text. */
    String text() {
        JsonObject built = object.build();
        return built.toString();
    }

    /** The object as UTF-8 bytes. */
    byte[] bytes() {
        return text().getBytes(StandardCharsets.UTF_8);
    }
}
