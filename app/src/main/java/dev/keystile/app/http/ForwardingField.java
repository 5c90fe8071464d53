package dev.keystile.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The field in which proxies say for whom they forward a request. */
public enum ForwardingField {
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED {
        @Override
        HeaderName field() {
            return HeaderNames.FORWARDED;
        }

        @Override
        List<String> elements(String line) {
            return pieces(line, ',');
        }

        @Override
        String hop(String element) {
            return pieces(element, ';').stream()
                    .map(String::strip)
                    .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
                    .map(pair -> unquoted(pair.substring("for=".length())))
                    .findFirst()
                    .orElse("");
        }
    },

    /** {@code X-Forwarded-For}, which every proxy knows. */
    X_FORWARDED_FOR {
        @Override
        HeaderName field() {
            return HeaderNames.X_FORWARDED_FOR;
        }

        @Override
        List<String> elements(String line) {
            return List.of(line.split(",", -1));
        }

        @Override
        String hop(String element) {
            return element;
        }
    };

    /** None, a number, or an invented one (RFC 7239 section 6). */
    private static final Pattern PORT = Pattern.compile("(:([0-9]{1,5}|_[A-Za-z0-9._-]+))?");

    /** For whom each proxy forwarded, the farthest first, as they wrote it. */
    final List<String> hops(Headers headers) {
        if (!headers.contains(field())) {
            return List.of();
        }
        // Headers.values would cut at every comma.
        return headers.get(field()).allValues().stream()
                .flatMap(line -> elements(line).stream())
                .map(element -> hop(element.strip()))
                .toList();
    }

    /** Its name. */
    abstract HeaderName field();

    /** The elements of the list in one line of it. */
    abstract List<String> elements(String line);

    /** What an element of the list says. */
    abstract String hop(String element);

    /** An address as proxies write it, with a port or without; empty for anything else. */
    static Optional<InetAddress> address(String text) {
        int end = endOfHost(text);
        String host =
                text.startsWith("[")
                        ? text.substring(1, Math.max(1, end - 1))
                        : text.substring(0, end);
        if (host.isEmpty() || host.contains("%") || !PORT.matcher(text.substring(end)).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }

    /** Behind it is a port, or nothing. */
    private static int endOfHost(String text) {
        if (text.startsWith("[")) {
            return text.indexOf(']') + 1;
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? colon : text.length();
    }

    /**
     * Cuts at a separator that stands outside of quotes; at each when the last quote is left open,
     * as by a client that would hide what a proxy adds behind it.
     */
    private static List<String> pieces(String text, char separator) {
        List<String> pieces = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                pieces.add(text.substring(from, i));
                from = i + 1;
            }
        }
        return quoted
                ? List.of(text.split(String.valueOf(separator), -1))
                : Stream.concat(pieces.stream(), Stream.of(text.substring(from))).toList();
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }
}
