package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Protected resource metadata (RFC 9728 section 2). */
public record ProtectedResourceMetadata(
        String resource,
        List<String> authorizationServers,
        List<String> bearerMethodsSupported,
        List<String> scopesSupported,
        String resourceName) {
    /**
     * The path between a host and a resource's own path at which its metadata stands (RFC 9728
     * section 3).
     */
    public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    /** Copies the lists. */
    public ProtectedResourceMetadata {
        authorizationServers = List.copyOf(authorizationServers);
        bearerMethodsSupported = List.copyOf(bearerMethodsSupported);
        scopesSupported = List.copyOf(scopesSupported);
    }

    /**
     * The metadata of a resource. It is the same for every user id that has the right shape, known
     * or not.
     */
    public static ProtectedResourceMetadata of(Issuer issuer, ProtectedResource resource) {
        return new ProtectedResourceMetadata(
                resource.uri(),
                List.of(issuer.value()),
                List.of("header"),
                Scope.OF_RESOURCES.tokens(),
                resource.connector().displayName());
    }

    /**
     * Where a resource's metadata is served: the well-known path put between host and path (RFC
     * 9728 section 3.1).
     *
     * @throws IllegalArgumentException when the resource is not under the issuer
     */
    public static String url(Issuer issuer, ProtectedResource resource) {
        if (!resource.uri().startsWith(issuer.value())) {
            throw new IllegalArgumentException("resource " + resource + " is not under " + issuer);
        }
        return issuer.value() + WELL_KNOWN + resource.uri().substring(issuer.value().length());
    }

    /** The JSON document, one line; lists without values are left out (RFC 9728 section 3.2). */
    public String toJson() {
        JsonObjectBuilder json = Json.BUILD.createObjectBuilder().add("resource", resource);
        add(json, "authorization_servers", authorizationServers);
        add(json, "bearer_methods_supported", bearerMethodsSupported);
        add(json, "scopes_supported", scopesSupported);
        return json.add("resource_name", resourceName).build().toString();
    }

    private static void add(JsonObjectBuilder json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.add(name, Json.BUILD.createArrayBuilder(values));
        }
    }
}
