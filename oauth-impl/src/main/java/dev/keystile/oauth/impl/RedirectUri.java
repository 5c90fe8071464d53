package dev.keystile.oauth.impl;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A redirect URI (OAuth 2.1 section 2.3, RFC 8252 section 7). Compared as text, but for the port of
 * a loopback URI.
 *
 * @param text exactly as the client wrote it
 */
record RedirectUri(String text, URI uri) {
    static final int MAX_LENGTH = 2048;
    static final int MAX_PORT = 65535;

    /** Hosts that are this machine itself. */
    static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Set<String> DANGEROUS =
            Set.of(
                    "javascript",
                    "data",
                    "vbscript",
                    "file",
                    "blob",
                    "about",
                    "view-source",
                    "ws",
                    "wss",
                    "ftp");

    /** RFC 6749 sections 4.1.2 and 4.1.2.1, RFC 9207. */
    private static final Set<String> RESPONSE =
            Set.of("code", "state", "iss", "error", "error_description", "error_uri");

    /** Hosts where well-known vendors receive their callbacks: going there is no open redirect. */
    private static final Set<String> KNOWN_VENDORS =
            Set.of(
                    "claude.ai",
                    "claude.com",
                    "chatgpt.com",
                    "vscode.dev",
                    "insiders.vscode.dev",
                    "www.cursor.com",
                    "oauth-redirect.googleusercontent.com",
                    "grok.com",
                    "console.x.ai",
                    "callback.mistral.ai",
                    "www.perplexity.ai",
                    "enterprise.perplexity.ai",
                    "api.devin.ai",
                    "antigravity.google",
                    "teams.microsoft.com",
                    "oauth2.slack.com");

    /**
     * Reads an untrusted value; empty unless it is absolute and free of fragment, user information
     * and oddities.
     */
    static Optional<RedirectUri> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean sound =
                    text.length() <= MAX_LENGTH
                            && uri.isAbsolute()
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null
                            && !answers(uri)
                            && uri.getPort() <= MAX_PORT
                            && text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
            return sound ? Optional.of(new RedirectUri(text, uri)) : Optional.empty();
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    /** Whether its own query says what only an authorization response may say, and only once. */
    private static boolean answers(URI uri) {
        String query = uri.getRawQuery();
        return query != null
                && Stream.of(query.split("&", -1))
                        .map(parameter -> parameter.split("=", 2)[0])
                        .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                        .anyMatch(RESPONSE::contains);
    }

    /**
     * Whether it may never be registered: it could run script, read files, or send a code in clear
     * over a network.
     */
    boolean dangerous() {
        return DANGEROUS.contains(scheme())
                || (scheme().equals("http") && !loopback())
                || (web() && uri.getHost() == null);
    }

    /** Whether it can be registered here, given the private-use schemes that are allowed. */
    boolean registrable(Set<String> privateUseSchemes) {
        return !dangerous()
                && !uri.isOpaque()
                && (web() || privateUseSchemes.contains(scheme()) || scheme().contains("."));
    }

    /**
     * An {@code http} URI of the person's own machine; its port is chosen anew at every start (RFC
     * 8252 section 7.3).
     */
    boolean loopback() {
        return scheme().equals("http") && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
    }

    /** Whether going there without a click can't serve an open redirect. */
    boolean harmless() {
        return loopback()
                || !web()
                || (scheme().equals("https") && KNOWN_VENDORS.contains(uri.getHost()));
    }

    /** Whether the client runs on the person's own machine, where no name can be verified. */
    boolean onOwnMachine() {
        return loopback() || !web();
    }

    /** Whether it names a host that is asked over TLS. */
    boolean https() {
        return scheme().equals("https") && uri.getHost() != null;
    }

    /** The host, or the scheme of a private-use URI: what a person should look at. */
    String destination() {
        return web() ? uri.getHost() : scheme() + "://";
    }

    /** Whether it leads to a host of the web, whichever. */
    boolean onTheWeb() {
        return web() && uri.getHost() != null;
    }

    /**
     * Whether this registered URI allows the requested one: equal text, or a loopback URI that
     * differs in its port.
     */
    boolean allows(String requested) {
        return text.equals(requested)
                || (loopback()
                        && parse(requested)
                                .filter(RedirectUri::loopback)
                                .filter(other -> withoutPort().equals(other.withoutPort()))
                                .isPresent());
    }

    /** A port that is not written plainly ({@code :03118}) stays: nothing but itself equals it. */
    private String withoutPort() {
        String port = ":" + uri.getPort();
        if (!(uri.getHost() + port).equals(uri.getRawAuthority())) {
            return text;
        }
        int end = text.indexOf("//") + 2 + uri.getHost().length();
        return text.substring(0, end) + text.substring(end + port.length());
    }

    private boolean web() {
        return scheme().equals("https") || scheme().equals("http");
    }

    private String scheme() {
        return uri.getScheme().toLowerCase(Locale.ROOT);
    }
}
