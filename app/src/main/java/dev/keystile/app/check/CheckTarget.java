package dev.keystile.app.check;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is walked through.
 *
 * @param base scheme, host and port of the gateway, no trailing slash: the issuer it has to name
 * @param resource the MCP URL to sign in for
 */
public record CheckTarget(String base, String resource) {
    private static final String SHARED = "/mcp";
    private static final String PERSONAL = "/oauth/";
    private static final String USER_ID = "(?!\\.{1,2}$)[A-Za-z0-9._~-]{1,64}";

    /** The shared URL of a connector, and perhaps a user id. */
    private static final Pattern RESOURCE =
            Pattern.compile("(/mcp(?:/(?!oauth(?:/|$))[a-z0-9-]{1,32})?)(?:/oauth/(.*))?");

    /**
     * Reads what was typed: the base URL or an MCP URL, and perhaps a user id.
     *
     * @throws IllegalArgumentException with a message for the person who typed it
     */
    public static CheckTarget of(String url, @Nullable String user) {
        URI uri = parse(url);
        String base = uri.getScheme() + "://" + uri.getRawAuthority();
        String path = uri.getRawPath().replaceFirst("/$", "");
        require(
                user == null || user.matches(USER_ID),
                "--user: 1 to 64 of A-Z a-z 0-9 . _ ~ - expected");
        Matcher resource = RESOURCE.matcher(path.isEmpty() ? SHARED : path);
        require(
                resource.matches(),
                "URL: "
                        + base
                        + ", "
                        + base
                        + SHARED
                        + " or "
                        + base
                        + SHARED
                        + PERSONAL
                        + "{user_id} expected, or those of another server, below "
                        + base
                        + SHARED
                        + "/{connector}");
        String named = resource.group(2);
        require(
                named == null || named.matches(USER_ID),
                "URL: a user id of 1 to 64 of A-Z a-z 0-9 . _ ~ - expected in " + path);
        require(
                named == null || user == null || user.equals(named),
                "--user and the URL name two different users");
        String whose = named == null ? user : named;
        String shared = base + resource.group(1);
        return new CheckTarget(base, whose == null ? shared : shared + PERSONAL + whose);
    }

    /** The URL that everybody shares, of the default connector. */
    String sharedResource() {
        return base + SHARED;
    }

    /** The personal URL of somebody else at the same server. */
    String foreignResource() {
        String shared = resource.replaceFirst(PERSONAL + "[^/]*$", "");
        String user = resource.endsWith("-not-me") ? "somebody-else" : "self-test-not-me";
        return shared + PERSONAL + user;
    }

    /** The well-known URL of a resource's metadata (RFC 9728 section 3.1). */
    String metadataOf(String resourceUrl) {
        return url("/.well-known/oauth-protected-resource" + resourceUrl.substring(base.length()));
    }

    /** The absolute URL of a path that begins with a slash. */
    String url(String path) {
        return base + path;
    }

    /** Whether a URL belongs to this gateway: nothing secret is ever sent to another. */
    boolean holds(String url) {
        return url.startsWith(base + "/");
    }

    private static URI parse(String url) {
        try {
            URI uri = new URI(url);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean plain =
                    uri.getRawUserInfo() == null
                            && uri.getRawQuery() == null
                            && uri.getRawFragment() == null;
            require(
                    http && uri.getHost() != null && plain,
                    "URL: http:// or https://, host and port expected");
            return uri;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "URL: http:// or https://, host and port expected", e);
        }
    }

    private static void require(boolean condition, String expected) {
        if (!condition) {
            throw new IllegalArgumentException(expected);
        }
    }
}
