package dev.keystile.oauth.impl;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads members of a stranger's object and remembers the first one of a wrong type. Null counts as
 * absent.
 */
final class JsonMembers {
    private final JsonObject object;
    private @Nullable String wrong;

    JsonMembers(JsonObject object) {
        this.object = object;
    }

    /** The name of the first member that was not of the type it was read as. */
    Optional<String> wrong() {
        return Optional.ofNullable(wrong);
    }

    /** Whether there is such a member, be it null. */
    boolean has(String name) {
        return object.containsKey(name);
    }

    @Nullable String text(String name) {
        return switch (member(name)) {
            case null -> null;
            case JsonString string -> string.getString();
            case JsonValue _ -> refuse(name, null);
        };
    }

    @Nullable JsonObject object(String name) {
        return switch (member(name)) {
            case null -> null;
            case JsonObject found -> found;
            case JsonValue _ -> refuse(name, null);
        };
    }

    /** Empty when absent. */
    List<String> texts(String name) {
        return switch (member(name)) {
            case null -> List.of();
            case JsonArray array -> strings(name, array);
            case JsonValue _ -> refuse(name, List.of());
        };
    }

    private List<String> strings(String name, JsonArray array) {
        List<String> strings = new ArrayList<>();
        for (JsonValue value : array) {
            if (!(value instanceof JsonString string)) {
                return refuse(name, List.of());
            }
            strings.add(string.getString());
        }
        return strings;
    }

    private @Nullable JsonValue member(String name) {
        JsonValue value = object.get(name);
        return JsonValue.NULL.equals(value) ? null : value;
    }

    private <T extends @Nullable Object> T refuse(String name, T instead) {
        wrong = wrong == null ? name : wrong;
        return instead;
    }
}
