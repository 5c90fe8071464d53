package dev.keystile.mcp.bridge;

import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.WritableHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Which header fields pass the bridge, by allow-list in both directions: whatever is not named here
 * stays behind, credentials, cookies and forwarding fields with the rest. Session ids do not pass:
 * {@link SessionBridge} has its own for each side.
 */
final class HeaderPolicy {
    private static final String MCP_PREFIX = "mcp-";
    private static final String PARAM_PREFIX = "mcp-param-";

    private static final Map<String, HeaderName> TO_UPSTREAM =
            Map.ofEntries(
                    entry("accept-language"),
                    entry("baggage"),
                    entry("content-type"),
                    entry("last-event-id"),
                    entry("mcp-method"),
                    entry("mcp-name"),
                    entry("mcp-protocol-version"),
                    entry("traceparent"),
                    entry("tracestate"));

    private static final List<HeaderName> TO_CLIENT =
            List.of(
                    HeaderNames.CONTENT_TYPE,
                    HeaderNames.CONTENT_ENCODING,
                    McpHeaders.PROTOCOL_VERSION,
                    HeaderNames.RETRY_AFTER,
                    HeaderNames.ALLOW);

    private HeaderPolicy() {}

    /**
     * Copies what may go upstream.
     *
     * @param keyHeader the name of the upstream's key header, in lower case: it never passes,
     *     whatever it is called
     */
    static void toUpstream(HeaderFields from, String keyHeader, WritableHeaders<?> to) {
        Set<String> hopByHop = tokens(from.values("connection"));
        BiConsumer<String, String> copy =
                (field, value) -> {
                    String name = field.toLowerCase(Locale.ROOT);
                    HeaderName allowed = allowed(name);
                    if (allowed != null
                            && !name.equals(keyHeader)
                            && !hopByHop.contains(name)
                            && Text.isPrintableAscii(value)) {
                        to.add(HeaderValues.create(allowed, value));
                    }
                };
        from.forEach(copy);
    }

    /**
     * What of an upstream's answer may go to the client; the lines of a repeated field are joined.
     */
    static Map<String, String> toClient(Headers from) {
        Set<String> hopByHop =
                from.contains(HeaderNames.CONNECTION)
                        ? tokens(from.get(HeaderNames.CONNECTION).allValues())
                        : Set.of();
        Map<String, String> to = new LinkedHashMap<>();
        for (HeaderName name : TO_CLIENT) {
            if (from.contains(name) && !hopByHop.contains(name.lowerCase())) {
                String value = joined(from.get(name));
                if (Text.isPrintableAscii(value)) {
                    to.put(name.defaultCase(), value);
                }
            }
        }
        return to;
    }

    private static @Nullable HeaderName allowed(String name) {
        HeaderName known = TO_UPSTREAM.get(name);
        // Custom fields of a tool call (MCP 2026-07-28) have names that nobody can list.
        return known == null
                        && name.startsWith(MCP_PREFIX)
                        && !name.equals(McpHeaders.SESSION_ID.lowerCase())
                        && !mayBeTakenForAnother(name)
                        && Text.isToken(name)
                ? HeaderNames.createFromLowercase(name)
                : known;
    }

    /** CGI, and what took its names from there, reads an underscore and a hyphen alike. */
    private static boolean mayBeTakenForAnother(String name) {
        return name.indexOf('_') >= 0 && !name.startsWith(PARAM_PREFIX);
    }

    /**
     * The names in Connection fields, in lower case: they are for one hop only (RFC 9110 section
     * 7.6.1).
     */
    static Set<String> tokens(List<String> connection) {
        if (connection.isEmpty()) {
            return Set.of();
        }
        Set<String> names = new TreeSet<>();
        for (String value : connection) {
            for (String token : value.split(",", -1)) {
                names.add(token.strip().toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }

    private static String joined(Header header) {
        return header.valueCount() == 1 ? header.get() : String.join(", ", header.allValues());
    }

    private static Map.Entry<String, HeaderName> entry(String name) {
        return Map.entry(name, HeaderNames.createFromLowercase(name));
    }
}
