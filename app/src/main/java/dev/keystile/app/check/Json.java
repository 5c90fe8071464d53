package dev.keystile.app.check;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON that came from a gateway under test: every surprise fails the check instead of the
 * program.
 */
final class Json {
    private static final JsonReaderFactory READERS =
            jakarta.json.Json.createReaderFactory(Map.of());

    private Json() {}

    /** The text as a JSON object. */
    static JsonObject object(String text) {
        try (JsonReader reader = READERS.createReader(new StringReader(text))) {
            if (reader.readValue() instanceof JsonObject object) {
                return object;
            }
        } catch (JsonException e) {
            throw new CheckFailedException(
                    "the body is not JSON; does a proxy or another server answer here?");
        }
        throw new CheckFailedException("the body is not a JSON object");
    }

    /** A member that has to be a string. */
    static String string(JsonObject object, String name) {
        if (object.get(name) instanceof JsonString string) {
            return string.getString();
        }
        throw new CheckFailedException("\"" + name + "\" is missing or not a string");
    }

    /** The strings of an array; none when the member is missing. */
    static List<String> strings(JsonObject object, String name) {
        return object.get(name) instanceof JsonArray array
                ? array.stream()
                        .filter(JsonString.class::isInstance)
                        .map(value -> ((JsonString) value).getString())
                        .toList()
                : List.of();
    }

    /** A member that has to be an object. */
    static JsonObject member(JsonObject object, String name) {
        if (object.get(name) instanceof JsonObject member) {
            return member;
        }
        throw new CheckFailedException("\"" + name + "\" is missing or not an object");
    }

    /** Fails when a null or an empty array is anywhere inside: clients break on both. */
    static JsonObject withoutBlanks(JsonObject object) {
        object.forEach((name, value) ->
                CheckFailedException.unless(
                        !blank(value),
                        "\"" + name + "\" is null or an empty array; it has to be left out"));
        return object;
    }

    private static boolean blank(JsonValue value) {
        return switch (value) {
            case JsonArray array -> array.isEmpty() || array.stream().anyMatch(Json::blank);
            case JsonObject object -> object.values().stream().anyMatch(Json::blank);
            default -> value.getValueType() == JsonValue.ValueType.NULL;
        };
    }
}
