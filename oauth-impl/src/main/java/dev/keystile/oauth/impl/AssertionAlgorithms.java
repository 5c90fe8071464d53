package dev.keystile.oauth.impl;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;

/**
 * The algorithms that a client may sign its assertions with, and an OpenID provider its ID tokens:
 * signatures by a private key alone (RFC 7518 section 3.1).
 */
final class AssertionAlgorithms {
    private static final List<JWSAlgorithm> ALLOWED =
            List.of(
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512,
                    JWSAlgorithm.ES256,
                    JWSAlgorithm.ES384,
                    JWSAlgorithm.ES512);

    private AssertionAlgorithms() {}

    static boolean allows(JWSAlgorithm algorithm) {
        return ALLOWED.contains(algorithm);
    }

    /** What the metadata names: none where assertions are not offered. */
    static List<String> offered(ClientPolicy policy) {
        return policy.advertisePrivateKeyJwt()
                ? ALLOWED.stream().map(JWSAlgorithm::getName).toList()
                : List.of();
    }
}
