package dev.keystile.oauth.api;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The protected resources of this gateway: of its connector the shared URL {@code {issuer}/mcp} and
 * one personal URL {@code {issuer}/mcp/oauth/{user_id}} for each user.
 */
public record ProtectedResources(Issuer issuer, Connector connector) {
    private static final String SHARED = "/mcp";
    private static final String PERSONAL = "/mcp/oauth/";

    /** The shared URL. */
    public ProtectedResource shared() {
        return resource(null);
    }

    /** The personal URL of a user. */
    public ProtectedResource personal(UserId user) {
        return resource(user);
    }

    /**
     * The resource at a raw request path; one trailing slash is forgiven, percent-encoding is not.
     */
    public Optional<ProtectedResource> atPath(String rawPath) {
        String path = withoutSlash(rawPath);
        if (path.equals(SHARED)) {
            return Optional.of(shared());
        }
        return path.startsWith(PERSONAL)
                ? UserId.parse(path.substring(PERSONAL.length())).map(this::personal)
                : Optional.empty();
    }

    /**
     * The resource that an untrusted resource indicator names. Scheme and host compare without
     * case, a default port and one trailing slash are forgiven; all else is exact.
     */
    public ResourceMatch match(String indicator) {
        String path = pathBelowIssuer(indicator);
        if (path == null) {
            return new ResourceMatch.Unknown();
        }
        return withoutSlash(path).isEmpty()
                ? new ResourceMatch.Origin()
                : atPath(path)
                        .<ResourceMatch>map(ResourceMatch.Found::new)
                        .orElseGet(ResourceMatch.Unknown::new);
    }

    private ProtectedResource resource(@Nullable UserId user) {
        String path = user == null ? SHARED : PERSONAL + user.value();
        return new ProtectedResource(connector, issuer.url(path), user);
    }

    private @Nullable String pathBelowIssuer(String indicator) {
        int authority = indicator.indexOf("://");
        if (authority < 0) {
            return null;
        }
        int slash = indicator.indexOf('/', authority + 3);
        String origin = slash < 0 ? indicator : indicator.substring(0, slash);
        return sameOrigin(origin.toLowerCase(Locale.ROOT))
                ? (slash < 0 ? "" : indicator.substring(slash))
                : null;
    }

    private boolean sameOrigin(String origin) {
        return origin.equals(issuer.value())
                || origin.equals(issuer.value() + (issuer.https() ? ":443" : ":80"));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
