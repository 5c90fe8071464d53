package dev.keystile.app.openapi;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An answer to be held against the document. */
public record Response(int status, Map<String, List<String>> headers, byte[] body) {
    /** Header names mean the same in any case. */
    public Response {
        var sorted = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = sorted;
    }

    /** All values of a header. */
    List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The media type without parameters, in lower case; empty when there is none. */
    String mediaType() {
        List<String> values = header("Content-Type");
        return values.isEmpty()
                ? ""
                : values.getFirst().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** The body as text. */
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
