package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Secret;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes authorization responses: parameters appended to the redirect URI's own query, each once,
 * with {@code state} as it came and {@code iss} always (RFC 6749 sections 4.1.2 and 4.1.2.1, RFC
 * 9207 section 2).
 */
record ResponseUri(Issuer issuer) {
    AuthorizationResponse code(String redirectUri, Secret code, @Nullable Secret state) {
        return response(redirectUri, Map.of("code", code.reveal()), state, true);
    }

    /**
     * Goes back at once to clients that a document vouches for, and where no stranger can have
     * registered for the sake of being redirected to.
     */
    AuthorizationResponse error(
            ClientId client, String redirectUri, OAuthFailure failure, @Nullable Secret state) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("error", failure.error().code());
        parameters.put("error_description", failure.description());
        boolean harmless = RedirectUri.parse(redirectUri).map(RedirectUri::harmless).orElse(false);
        return response(redirectUri, parameters, state, client.isUrl() || harmless);
    }

    private AuthorizationResponse response(
            String redirectUri,
            Map<String, String> parameters,
            @Nullable Secret state,
            boolean direct) {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        if (state != null) {
            all.put("state", state.reveal());
        }
        all.put("iss", issuer.value());
        String host =
                RedirectUri.parse(redirectUri).map(RedirectUri::destination).orElse(redirectUri);
        return new AuthorizationResponse(
                Secret.of(FormText.append(redirectUri, all)), host, direct);
    }
}
