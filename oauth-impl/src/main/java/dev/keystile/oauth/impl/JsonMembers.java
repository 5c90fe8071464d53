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
    private static final String STRINGS = "an array of strings";

    private final JsonObject object;
    private @Nullable Wrong wrong;

    /**
     * What is wrong with a member.
     *
     * @param description public; shows nothing of its value
     */
    record Wrong(String member, String description) {}

    JsonMembers(JsonObject object) {
        this.object = object;
    }

    /** The first thing that was wrong with a member that was read. */
    Optional<Wrong> wrong() {
        return Optional.ofNullable(wrong);
    }

    /** Whether there is such a member, be it null. */
    boolean has(String name) {
        return object.containsKey(name);
    }

    /** Whether there is no such member, or it is null. */
    boolean isAbsent(String name) {
        return member(name) == null;
    }

    /** Notes that something is wrong with a member, unless something was before. */
    void refuse(String name, String description) {
        wrong = wrong == null ? new Wrong(name, description) : wrong;
    }

    @Nullable String text(String name) {
        return switch (member(name)) {
            case null -> null;
            case JsonString string -> string.getString();
            case JsonValue _ -> wrongType(name, "a string", null);
        };
    }

    @Nullable JsonObject object(String name) {
        return switch (member(name)) {
            case null -> null;
            case JsonObject found -> found;
            case JsonValue _ -> wrongType(name, "an object", null);
        };
    }

    /** Empty when absent. */
    List<String> texts(String name) {
        return switch (member(name)) {
            case null -> List.of();
            case JsonArray array -> strings(name, array);
            case JsonValue _ -> wrongType(name, STRINGS, List.of());
        };
    }

    private List<String> strings(String name, JsonArray array) {
        List<String> strings = new ArrayList<>();
        for (JsonValue value : array) {
            if (!(value instanceof JsonString string)) {
                return wrongType(name, STRINGS, List.of());
            }
            strings.add(string.getString());
        }
        return strings;
    }

    private @Nullable JsonValue member(String name) {
        JsonValue value = object.get(name);
        return JsonValue.NULL.equals(value) ? null : value;
    }

    private <T extends @Nullable Object> T wrongType(String name, String type, T instead) {
        refuse(name, name + " is " + type);
        return instead;
    }
}
