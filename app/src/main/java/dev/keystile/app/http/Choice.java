package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent.Field;
import dev.keystile.app.pages.AdminContent.Option;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Fields to choose from. */
final class Choice {
    private Choice() {}

    /** One of these. */
    static Field of(
            String id, String label, String chosen, UnaryOperator<String> names, String... values) {
        return new Field(
                id,
                label,
                "",
                "",
                Stream.of(values)
                        .map(value -> new Option(value, names.apply(value), value.equals(chosen)))
                        .toList());
    }

    /** One of these, or any of them. */
    static Field orAny(String id, String label, String chosen, Stream<String> values) {
        return of(
                id,
                label,
                chosen,
                value -> value.isEmpty() ? "any" : value,
                Stream.concat(Stream.of(""), values).toArray(String[]::new));
    }
}
