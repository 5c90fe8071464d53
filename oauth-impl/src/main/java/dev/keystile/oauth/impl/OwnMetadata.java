package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Scope;
import java.util.List;

/** What an authorization server says of itself (RFC 8414). */
final class OwnMetadata {
    private OwnMetadata() {}

    static AuthorizationServerMetadata of(AuthorizationServerSettings settings) {
        Issuer issuer = settings.issuer();
        List<String> authMethods = AuthMethod.offered(settings.clients());
        boolean introspection = settings.introspection().resourceServer();
        return new AuthorizationServerMetadata(
                issuer,
                issuer.url("/oauth/authorize"),
                issuer.url("/oauth/token"),
                issuer.url("/oauth/register"),
                Scope.SUPPORTED.tokens(),
                List.of("code"),
                List.of("query"),
                GrantType.all(),
                authMethods,
                AssertionAlgorithms.offered(settings.clients()),
                List.of(Pkce.S256),
                true,
                settings.clients().metadataDocuments(),
                issuer.url("/oauth/revoke"),
                authMethods,
                introspection ? issuer.url("/oauth/introspect") : null,
                introspection ? IntrospectionAuthentication.METHODS : List.of());
    }
}
