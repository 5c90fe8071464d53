package dev.keystile.app.http;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One value in a table. */
sealed interface Cell {
    /** A text; empty when there is none. */
    record Text(String value) implements Cell {}

    /** A number. */
    record Count(long value) implements Cell {}

    /** Texts. */
    record Texts(List<String> values) implements Cell {
        /** Copies the list. */
        public Texts {
            values = List.copyOf(values);
        }
    }

    /** A text, or nothing. */
    static Cell of(@Nullable String value) {
        return new Text(value == null ? "" : value);
    }

    /** An instant as ISO 8601 says it, or nothing. */
    static Cell of(@Nullable Instant value) {
        return new Text(value == null ? "" : value.toString());
    }

    /** A name of an enum, in lower case. */
    static Cell of(Enum<?> value) {
        return new Text(value.name().toLowerCase(Locale.ROOT));
    }

    /** Puts it into an object, unless it is empty. */
    default void into(Json json, String name) {
        switch (this) {
            case Text(String value) -> json.with(name, value);
            case Count(long value) -> json.with(name, value);
            case Texts(List<String> values) -> json.with(name, values);
        }
    }

    /** As plain text. */
    default String text() {
        return switch (this) {
            case Text(String value) -> value;
            case Count(long value) -> Long.toString(value);
            case Texts(List<String> values) -> String.join(" ", values);
        };
    }
}
