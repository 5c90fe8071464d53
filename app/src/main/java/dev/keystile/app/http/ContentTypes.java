package dev.keystile.app.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.util.List;
import java.util.Locale;

/** What the headers of a request say about media types; malformed ones just match nothing. */
final class ContentTypes {
    static final String FORM = "application/x-www-form-urlencoded";
    static final String HTML = "text/html";
    static final String JSON = "application/json";

    private ContentTypes() {}

    /** Whether the body is declared as this type, with or without parameters. */
    static boolean isSent(ServerRequestHeaders headers, String type) {
        List<String> values = headers.values(HeaderNames.CONTENT_TYPE);
        return values.size() == 1 && essence(values.getFirst()).equals(type);
    }

    /** Whether this very type is named in {@code Accept}; wildcards do not count. */
    static boolean isAccepted(ServerRequestHeaders headers, String type) {
        return headers.values(HeaderNames.ACCEPT).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .anyMatch(range -> essence(range).equals(type));
    }

    private static String essence(String value) {
        int parameters = value.indexOf(';');
        String type = parameters < 0 ? value : value.substring(0, parameters);
        return type.strip().toLowerCase(Locale.ROOT);
    }
}
