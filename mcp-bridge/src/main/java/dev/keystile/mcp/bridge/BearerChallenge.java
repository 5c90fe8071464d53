package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Scope;

/**
 * The {@code WWW-Authenticate} value of a protected resource (RFC 6750 section 3, RFC 9728 section
 * 5.1).
 */
final class BearerChallenge {
    private BearerChallenge() {}

    /** The challenge to a request without credentials: it names no error (RFC 6750 section 3.1). */
    static String of(Issuer issuer, ProtectedResource resource) {
        return "Bearer " + pointer(issuer, resource);
    }

    /**
     * The challenge to a request that was refused; the error comes first, since some clients read
     * only that far.
     */
    static String of(Issuer issuer, ProtectedResource resource, String error) {
        return "Bearer error=\"" + error + "\", " + pointer(issuer, resource);
    }

    private static String pointer(Issuer issuer, ProtectedResource resource) {
        return "resource_metadata=\""
                + ProtectedResourceMetadata.url(issuer, resource)
                + "\", scope=\""
                + Scope.MCP
                + "\"";
    }
}
