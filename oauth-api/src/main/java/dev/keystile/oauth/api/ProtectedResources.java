package dev.keystile.oauth.api;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The protected resources of this gateway: of each connector one shared URL, and one personal URL
 * for each user. Those of the default connector are {@code {issuer}/mcp} and {@code
 * {issuer}/mcp/oauth/{user_id}}; another's are {@code {issuer}/mcp/{connector}} and {@code
 * {issuer}/mcp/{connector}/oauth/{user_id}}.
 *
 * @param connectors at least one, each with an id of its own; the first is the default connector
 */
public record ProtectedResources(Issuer issuer, List<Connector> connectors) {
    private static final String SHARED = "/mcp";
    private static final String PERSONAL = "/oauth/";

    /** Copies the list, and checks that there is a connector and no two have the same id. */
    public ProtectedResources {
        connectors = List.copyOf(connectors);
        long ids = connectors.stream().map(Connector::id).distinct().count();
        if (connectors.isEmpty() || ids < connectors.size()) {
            throw new IllegalArgumentException("expected connectors, each with an id of its own");
        }
    }

    /** Those of a gateway with one connector. */
    public ProtectedResources(Issuer issuer, Connector connector) {
        this(issuer, List.of(connector));
    }

    /** The connector whose URLs do not name it. */
    public Connector defaultConnector() {
        return connectors.getFirst();
    }

    /** The connector with this id. */
    public Optional<Connector> connector(String id) {
        return connectors.stream().filter(one -> one.id().value().equals(id)).findFirst();
    }

    /** The shared URL of the default connector. */
    public ProtectedResource shared() {
        return shared(defaultConnector());
    }

    /** The shared URL of one of the connectors. */
    public ProtectedResource shared(Connector connector) {
        return new ProtectedResource(connector, issuer.url(sharedPath(connector)), null);
    }

    /** The personal URL of a user at the default connector. */
    public ProtectedResource personal(UserId user) {
        return personal(defaultConnector(), user);
    }

    /** The personal URL of a user at one of the connectors. */
    public ProtectedResource personal(Connector connector, UserId user) {
        String path = sharedPath(connector) + PERSONAL + user.value();
        return new ProtectedResource(connector, issuer.url(path), user);
    }

    /**
     * The resource at a raw request path; one trailing slash is forgiven, percent-encoding is not.
     */
    public Optional<ProtectedResource> atPath(String rawPath) {
        String path = withoutSlash(rawPath);
        for (Connector connector : connectors) {
            String shared = sharedPath(connector);
            if (path.equals(shared)) {
                return Optional.of(shared(connector));
            }
            if (path.startsWith(shared + PERSONAL)) {
                String user = path.substring(shared.length() + PERSONAL.length());
                return UserId.parse(user).map(id -> personal(connector, id));
            }
        }
        return Optional.empty();
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

    private String sharedPath(Connector connector) {
        return connector.id().equals(defaultConnector().id())
                ? SHARED
                : SHARED + "/" + connector.id();
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
                || (URI.create(issuer.value()).getPort() < 0
                        && origin.equals(issuer.value() + ":" + issuer.port()));
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
