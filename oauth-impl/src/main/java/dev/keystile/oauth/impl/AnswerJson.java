package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the JSON object of an answer; members without a value are left out. */
final class AnswerJson {
    private final JsonObjectBuilder object = JsonText.object();

    AnswerJson with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            object.add(name, value);
        }
        return this;
    }

    AnswerJson with(String name, List<String> values) {
        if (!values.isEmpty()) {
            object.add(name, JsonText.strings(values));
        }
        return this;
    }

    AnswerJson with(String name, @Nullable JsonObject value) {
        if (value != null) {
            object.add(name, value);
        }
        return this;
    }

    AnswerJson with(String name, long value) {
        object.add(name, value);
        return this;
    }

    AnswerJson with(String name, boolean value) {
        object.add(name, value);
        return this;
    }

    String text() {
        return object.build().toString();
    }
}
