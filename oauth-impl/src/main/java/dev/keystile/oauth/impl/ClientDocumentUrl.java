package dev.keystile.oauth.impl;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The URL of a client's document, which is the client's id (OAuth Client ID Metadata Document,
 * section 3). Judged as it was written, before anything could normalise it, since ids are compared
 * as text.
 */
record ClientDocumentUrl(String text) {
    static final int MAX_LENGTH = 512;

    private static final int NO_PORT = -1;
    private static final Pattern OCTAL = Pattern.compile("([0-9.]*\\.)?0[0-9][0-9.]*");

    /**
     * Reads an untrusted client id. Only the id of a loopback issuer's client may name any port.
     */
    static Optional<ClientDocumentUrl> parse(String text, boolean anyPort) {
        return text.startsWith("https://") && plain(text)
                ? uri(text)
                        .filter(uri -> named(uri, anyPort) && sound(uri.getRawPath()))
                        .map(_ -> new ClientDocumentUrl(text))
                : Optional.empty();
    }

    /** Visible ASCII without query, fragment and user information. */
    private static boolean plain(String text) {
        return text.length() <= MAX_LENGTH
                && text.chars().allMatch(c -> c > 0x20 && c < 0x7f && "?#@\\".indexOf(c) < 0);
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private static boolean named(URI uri, boolean anyPort) {
        return uri.getHost() != null && plainHost(uri.getHost()) && plainPort(uri, anyPort);
    }

    /** None, or a number without zeros before it. */
    private static boolean plainPort(URI uri, boolean anyPort) {
        int port = uri.getPort();
        return port == NO_PORT
                ? uri.getRawAuthority().equals(uri.getHost())
                : uri.getRawAuthority().equals(uri.getHost() + ":" + port)
                        && (port == AddressPolicy.HTTPS_PORT
                                || (anyPort && port > 0 && port <= RedirectUri.MAX_PORT));
    }

    /**
     * In lower case, without the root's dot and without a zone; a number alone would be an address
     * in disguise, and so would be octal digits.
     */
    private static boolean plainHost(String host) {
        return host.equals(host.toLowerCase(Locale.ROOT))
                && !host.endsWith(".")
                && !host.contains("%")
                && !OCTAL.matcher(host).matches()
                && (host.contains(".") || host.contains(":") || Character.isLetter(host.charAt(0)));
    }

    /** More than a slash, and without dot segments, however they are written. */
    private static boolean sound(String path) {
        String read =
                path.toLowerCase(Locale.ROOT)
                        .replace("%2e", ".")
                        .replace("%2f", "/")
                        .replace("%5c", "/");
        return path.length() > 1
                && !path.startsWith("//")
                && Stream.of(read.split("/", -1))
                        .noneMatch(segment -> segment.equals(".") || segment.equals(".."));
    }
}
