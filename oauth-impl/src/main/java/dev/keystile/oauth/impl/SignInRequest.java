package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes authorization requests to an OpenID provider: the code flow with PKCE S256 (OpenID Connect
 * Core 1.0 section 3.1.2.1, RFC 7636 section 4.3).
 */
record SignInRequest(OpenIdSettings settings) {
    /** The URL to send the browser to. */
    Secret url(ProviderMetadata metadata, Login login, Secret state, String language) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", settings.clientId());
        parameters.put("redirect_uri", settings.redirectUri().toString());
        parameters.put("scope", settings.scope().toString());
        parameters.put("state", state.reveal());
        parameters.put("nonce", login.nonce().reveal());
        parameters.put("code_challenge", challenge(login));
        parameters.put("code_challenge_method", Pkce.S256);
        parameters.put("ui_locales", language);
        if (settings.freshLogin()) {
            parameters.put("prompt", "login");
            // With it auth_time has to come back (section 2).
            parameters.put("max_age", "0");
        }
        return Secret.of(FormText.append(metadata.authorizationEndpoint().toString(), parameters));
    }

    private static String challenge(Login login) {
        return Pkce.challenge(login.codeVerifier())
                .orElseThrow(() -> new IllegalArgumentException("not a code verifier"))
                .value();
    }
}
