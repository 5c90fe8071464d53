package dev.keystile.oauth.impl;

import com.nimbusds.jose.JWSAlgorithm;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an OpenID provider says of itself (OpenID Connect Discovery 1.0 section 3).
 *
 * @param algorithms those it signs ID tokens with that are allowed here; not empty
 * @param secretInBody whether it takes a client's secret in the body only
 * @param namesItself whether its answers have {@code iss} (RFC 9207 section 3)
 */
record ProviderMetadata(
        String issuer,
        URI authorizationEndpoint,
        URI tokenEndpoint,
        URI keys,
        Set<JWSAlgorithm> algorithms,
        boolean secretInBody,
        boolean namesItself) {
    /** What became of an untrusted document. */
    sealed interface Reading {
        /** It can be used. */
        record Usable(ProviderMetadata metadata) implements Reading {}

        /**
         * It cannot.
         *
         * @param detail for the log; nothing of what was received
         */
        record Unusable(String detail) implements Reading {}
    }

    /** Reads the document of an issuer, which names the issuer by the same bytes (section 4.3). */
    static Reading read(JsonObject json, String issuer) {
        var members = new JsonMembers(json);
        if (!issuer.equals(members.text("issuer"))) {
            return new Reading.Unusable("issuer is not the one that identity.issuer says");
        }
        Optional<URI> authorization = ProviderUrl.parse(members.text("authorization_endpoint"));
        Optional<URI> token = ProviderUrl.parse(members.text("token_endpoint"));
        Optional<URI> keys = ProviderUrl.parse(members.text("jwks_uri"));
        if (authorization.isEmpty() || token.isEmpty() || keys.isEmpty()) {
            return new Reading.Unusable("an endpoint is missing, or is no https URL");
        }
        Set<JWSAlgorithm> algorithms = algorithms(members);
        if (algorithms.isEmpty()) {
            return new Reading.Unusable("no algorithm of its ID tokens is allowed");
        }
        return new Reading.Usable(
                new ProviderMetadata(
                        issuer,
                        authorization.get(),
                        token.get(),
                        keys.get(),
                        algorithms,
                        secretInBody(members.texts("token_endpoint_auth_methods_supported")),
                        json.getBoolean("authorization_response_iss_parameter_supported", false)));
    }

    private static Set<JWSAlgorithm> algorithms(JsonMembers members) {
        return members.texts("id_token_signing_alg_values_supported").stream()
                .map(JWSAlgorithm::parse)
                .filter(AssertionAlgorithms::allows)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean secretInBody(List<String> methods) {
        return methods.contains("client_secret_post") && !methods.contains("client_secret_basic");
    }
}
