package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResources;
import java.util.Set;

/**
 * How one authorization server is set up.
 *
 * @param resources the protected resources it issues tokens for; their issuer is its own
 * @param secret the operator's secret; all nodes that share a store share it
 * @param consentReview whether consent shows what the key unlocks before it is allowed, or is one
 *     step
 * @param privateUseSchemes the schemes that clients' apps may be called back by, for example {@code
 *     cursor} (RFC 8252 section 7.1)
 */
public record AuthorizationServerSettings(
        ProtectedResources resources,
        TokenSettings tokens,
        MasterSecret secret,
        boolean consentReview,
        Set<String> privateUseSchemes) {
    /** Schemes of widely used MCP clients. */
    public static final Set<String> KNOWN_SCHEMES = Set.of("cursor", "vscode", "vscode-insiders");

    /** Copies the set. */
    public AuthorizationServerSettings {
        privateUseSchemes = Set.copyOf(privateUseSchemes);
    }

    Issuer issuer() {
        return resources.issuer();
    }
}
