package dev.keystile.oauth.api;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;

/**
 * The issuer identifier of the authorization server and the base of all its URLs (RFC 8414 section
 * 2): scheme, host and port alone, no trailing slash. It comes from configuration, never from a
 * request.
 *
 * @param value for example {@code https://mcp.example.com}
 */
public record Issuer(String value) {
    private static final Set<String> LOOPBACK_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    /**
     * Checks the value; the message of the exception says what is wrong and fits a start-up error.
     */
    public Issuer {
        URI uri = parse(value);
        require(
                uri.getScheme() != null && uri.getHost() != null,
                "an absolute URL such as https://mcp.example.com");
        require(uri.getRawUserInfo() == null, "a URL without user information");
        require(
                uri.getRawQuery() == null && uri.getRawFragment() == null,
                "a URL without query and fragment");
        require(uri.getRawPath().isEmpty(), "a URL without a path and without a trailing slash");
        require(
                value.equals(canonical(uri)),
                "in lower case and without the default port: " + canonical(uri));
        require(
                uri.getScheme().equals("https") || LOOPBACK_HOSTS.contains(uri.getHost()),
                "https (http is for localhost, 127.0.0.1 and [::1] only)");
    }

    /** The absolute URL of a path that begins with a slash. */
    public String url(String path) {
        return value + path;
    }

    /** Whether the scheme is https. */
    public boolean https() {
        return value.startsWith("https:");
    }

    /** Whether the host is this machine itself. */
    public boolean loopback() {
        return LOOPBACK_HOSTS.contains(URI.create(value).getHost());
    }

    /**
     * Host, with the port unless it is the scheme's own: what a {@code Host} header of a right
     * request says.
     */
    public String authority() {
        return URI.create(value).getRawAuthority();
    }

    /** The port that clients connect to. */
    public int port() {
        int port = URI.create(value).getPort();
        return port >= 0 ? port : https() ? 443 : 80;
    }

    @Override
    public String toString() {
        return value;
    }

    private static URI parse(String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a URL: " + e.getMessage(), e);
        }
    }

    private static String canonical(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        boolean defaultPort = uri.getPort() == (scheme.equals("https") ? 443 : 80);
        String port = uri.getPort() < 0 || defaultPort ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException("expected " + expected);
        }
    }
}
