package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Parameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Request parameters to be changed one at a time. */
public record Form(List<Map.Entry<String, String>> pairs) {
    public Form {
        pairs = List.copyOf(pairs);
    }

    /** Names and values in turn. */
    public static Form of(String... namesAndValues) {
        Form form = new Form(List.of());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form = form.and(namesAndValues[i], namesAndValues[i + 1]);
        }
        return form;
    }

    /** With one more parameter, even when there is one of that name. */
    public Form and(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(pairs);
        more.add(Map.entry(name, value));
        return new Form(more);
    }

    public Form without(String name) {
        return new Form(pairs.stream().filter(pair -> !pair.getKey().equals(name)).toList());
    }

    public Form with(String name, String value) {
        return without(name).and(name, value);
    }

    public Parameters parameters() {
        return Parameters.parse(text()).orElseThrow();
    }

    public String text() {
        return pairs.stream()
                .map(pair -> encode(pair.getKey()) + "=" + encode(pair.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
