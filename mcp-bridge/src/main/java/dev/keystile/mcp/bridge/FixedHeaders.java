package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Header fields that an upstream wants with every request, whoever it is for. Their values are kept
 * like secrets: printed nowhere.
 *
 * @param values by lower-case name
 */
public record FixedHeaders(Map<String, Secret> values) {
    /** None. */
    public static final FixedHeaders NONE = new FixedHeaders(Map.of());

    private static final int MAX_VALUE = 4096;

    /** What the gateway or HTTP decides, or the client. */
    private static final Set<String> RESERVED =
            Set.of(
                    "accept",
                    "accept-encoding",
                    "accept-language",
                    "authorization",
                    "baggage",
                    "connection",
                    "content-encoding",
                    "content-length",
                    "content-type",
                    "cookie",
                    "dpop",
                    "expect",
                    "forwarded",
                    "host",
                    "keep-alive",
                    "last-event-id",
                    "proxy-authorization",
                    "proxy-connection",
                    "te",
                    "traceparent",
                    "tracestate",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "user-agent",
                    "via",
                    "x-client-name",
                    "x-user-id");

    /**
     * Checks names and values; the message of the exception shows no value.
     *
     * @throws IllegalArgumentException for a name that is none or not free to be chosen, or a value
     *     that is not printable ASCII
     */
    public FixedHeaders {
        Map<String, Secret> lower = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            check(name, value.reveal());
            if (lower.put(name.toLowerCase(Locale.ROOT), value) != null) {
                throw new IllegalArgumentException("expected each name once: " + name);
            }
        });
        values = Map.copyOf(lower);
    }

    /** Whether a field of this name is among them. */
    public boolean has(String name) {
        return values.containsKey(name.toLowerCase(Locale.ROOT));
    }

    /** The fields, marked so that they are never printed. */
    List<Header> fields() {
        return values.entrySet().stream()
                .map(field ->
                        HeaderValues.create(
                                HeaderNames.createFromLowercase(field.getKey()),
                                true,
                                true,
                                field.getValue().reveal()))
                .toList();
    }

    private static void check(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || !Text.isToken(lower)) {
            throw new IllegalArgumentException("expected the name of a header field: " + name);
        }
        if (RESERVED.contains(lower)
                || lower.startsWith("mcp-")
                || lower.startsWith("x-forwarded-")) {
            throw new IllegalArgumentException(
                    "expected another name, since the gateway, HTTP or the client decides this field: "
                            + name);
        }
        if (value.isBlank() || value.length() > MAX_VALUE || !Text.isPrintableAscii(value)) {
            throw new IllegalArgumentException(
                    "expected 1 to " + MAX_VALUE + " printable ASCII characters for " + name);
        }
    }
}
