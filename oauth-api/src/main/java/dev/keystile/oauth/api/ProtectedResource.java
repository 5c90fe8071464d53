package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * One URL that MCP clients call, and thereby one audience of tokens (RFC 8707, RFC 9728).
 *
 * @param uri the resource identifier, byte for byte the URL that the person types; canonical, no
 *     trailing slash
 * @param user the user of a personal URL; null for the shared URL
 */
public record ProtectedResource(Connector connector, String uri, @Nullable UserId user) {
    @Override
    public String toString() {
        return uri;
    }
}
