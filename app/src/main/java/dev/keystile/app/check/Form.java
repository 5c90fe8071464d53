package dev.keystile.app.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.net.URLEncoder;
import java.util.LinkedHashMap;
import java.util.Map;

/** Form fields, each once, in the order they were given. Immutable. */
final class Form {
    private static final Form EMPTY = new Form(Map.of());

    private final Map<String, String> fields;

    private Form(Map<String, String> fields) {
        this.fields = fields;
    }

    /** A form with one field. */
    static Form of(String name, String value) {
        return EMPTY.with(name, value);
    }

    /** A form with these fields. */
    static Form of(Map<String, String> fields) {
        return new Form(new LinkedHashMap<>(fields));
    }

    /** This form with a field set. */
    Form with(String name, String value) {
        var copy = new LinkedHashMap<>(fields);
        copy.put(name, value);
        return new Form(copy);
    }

    /** This form less a field. */
    Form without(String name) {
        var copy = new LinkedHashMap<>(fields);
        copy.remove(name);
        return new Form(copy);
    }

    /** As a body or a query ({@code application/x-www-form-urlencoded}). */
    String encoded() {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
