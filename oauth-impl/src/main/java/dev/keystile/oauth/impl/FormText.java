package dev.keystile.oauth.impl;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes {@code application/x-www-form-urlencoded} text, UTF-8. */
final class FormText {
    private FormText() {}

    static String of(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** A URL with these parameters after those that it has. */
    static String append(String url, Map<String, String> parameters) {
        String separator = url.indexOf('?') < 0 ? "?" : url.endsWith("?") ? "" : "&";
        return url + separator + of(parameters);
    }
}
