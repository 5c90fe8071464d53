package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider and what this server is registered as there.
 *
 * @param issuer exactly as the provider writes it: https, or http on loopback, without a query
 * @param clientSecret null for a public client
 * @param name what people know the provider by
 * @param scope {@code openid} is always part of it
 * @param freshLogin whether people have to sign in there anew each time, though they are signed in
 *     already
 * @param redirectUri where the provider sends the browser back to
 */
public record OpenIdSettings(
        URI issuer,
        String clientId,
        @Nullable Secret clientSecret,
        String name,
        Scope scope,
        boolean freshLogin,
        URI redirectUri) {
    private static final String OPENID = "openid";

    /**
     * Checks the issuer; the message of the exception says what was expected and fits a start-up
     * error.
     */
    public OpenIdSettings {
        if (!ProviderUrl.sound(issuer) || issuer.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "expected an https URL without query and fragment"
                            + " (http is for localhost, 127.0.0.1 and [::1] only)");
        }
        scope = scope.with(OPENID);
    }
}
