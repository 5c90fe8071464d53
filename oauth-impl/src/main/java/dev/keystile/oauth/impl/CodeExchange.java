package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Redeems codes at the token endpoint of an OpenID provider (OpenID Connect Core 1.0 section 3.1.3,
 * RFC 6749 sections 2.3.1 and 4.1.3).
 */
record CodeExchange(OpenIdSettings settings, ProviderHttp http) {
    /** Of the client errors, those that pass: too slow, too often. */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429);

    /** What the provider gives for a code. */
    sealed interface Outcome {
        /** An ID token; nothing in it is checked. */
        record Token(Secret idToken) implements Outcome {}

        /**
         * Nothing, and it will not.
         *
         * @param detail for the log
         */
        record Refused(String detail) implements Outcome {}

        /**
         * Nothing that can be used, now.
         *
         * @param detail for the log
         */
        record Unavailable(String detail) implements Outcome {}
    }

    Outcome redeem(ProviderMetadata metadata, Secret code, Secret codeVerifier) {
        return switch (http.send(request(metadata, code, codeVerifier))) {
            case ProviderHttp.Answer.Received(int status, JsonObject json) -> read(status, json);
            case ProviderHttp.Answer.Missing(String detail) -> unavailable(detail);
        };
    }

    private HttpRequest request(ProviderMetadata metadata, Secret code, Secret codeVerifier) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.reveal());
        form.put("redirect_uri", settings.redirectUri().toString());
        form.put("code_verifier", codeVerifier.reveal());
        HttpRequest.Builder request =
                ProviderHttp.request(metadata.tokenEndpoint())
                        .header("Content-Type", "application/x-www-form-urlencoded");
        authenticate(request, form, metadata.secretInBody());
        return request.POST(HttpRequest.BodyPublishers.ofString(FormText.of(form))).build();
    }

    private void authenticate(
            HttpRequest.Builder request, Map<String, String> form, boolean secretInBody) {
        Secret secret = settings.clientSecret();
        if (secret != null && !secretInBody) {
            request.header("Authorization", basic(secret));
            return;
        }
        form.put("client_id", settings.clientId());
        if (secret != null) {
            form.put("client_secret", secret.reveal());
        }
    }

    private String basic(Secret secret) {
        String pair = FormText.encode(settings.clientId()) + ":" + FormText.encode(secret.reveal());
        return "Basic " + Base64.getEncoder().encodeToString(Crypto.utf8(pair));
    }

    private static Outcome read(int status, @Nullable JsonObject json) {
        if (status == ProviderHttp.OK) {
            String token = json == null ? null : new JsonMembers(json).text("id_token");
            return token == null
                    ? unavailable("no ID token in the answer")
                    : new Outcome.Token(Secret.of(token));
        }
        return status / 100 == 4 && !PASSING.contains(status)
                ? new Outcome.Refused("token endpoint: status " + status + error(json))
                : unavailable("status " + status);
    }

    private static String error(@Nullable JsonObject json) {
        String code = json == null ? null : new JsonMembers(json).text("error");
        return code == null ? "" : ", " + ProviderError.of(code).detail();
    }

    private static Outcome unavailable(String detail) {
        return new Outcome.Unavailable("token endpoint: " + detail);
    }
}
