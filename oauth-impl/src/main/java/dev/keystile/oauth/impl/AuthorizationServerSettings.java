package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResources;
import java.util.function.Supplier;

/**
 * How one authorization server is set up.
 *
 * @param resources the protected resources it issues tokens for, as they are now; their issuer is
 *     its own and stays the same
 * @param secret the operator's secret; all nodes that share a store share it
 * @param consentReview whether consent shows what the key unlocks before it is allowed, or is one
 *     step
 * @param introspection who may ask what a token is worth
 */
public record AuthorizationServerSettings(
        Supplier<ProtectedResources> resources,
        TokenSettings tokens,
        MasterSecret secret,
        boolean consentReview,
        ClientPolicy clients,
        IntrospectionCallers introspection) {
    /** The usual ones, before resources that stay as they are: consent in two steps. */
    public static AuthorizationServerSettings of(
            ProtectedResources resources, MasterSecret secret) {
        return new AuthorizationServerSettings(
                resources, TokenSettings.DEFAULT, secret, true, ClientPolicy.DEFAULT);
    }

    /** Before resources that stay as they are. */
    public AuthorizationServerSettings(
            ProtectedResources resources,
            TokenSettings tokens,
            MasterSecret secret,
            boolean consentReview,
            ClientPolicy clients,
            IntrospectionCallers introspection) {
        this(() -> resources, tokens, secret, consentReview, clients, introspection);
    }

    /** Without introspection. */
    public AuthorizationServerSettings(
            ProtectedResources resources,
            TokenSettings tokens,
            MasterSecret secret,
            boolean consentReview,
            ClientPolicy clients) {
        this(resources, tokens, secret, consentReview, clients, IntrospectionCallers.NONE);
    }

    Issuer issuer() {
        return resources.get().issuer();
    }
}
