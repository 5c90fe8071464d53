package dev.keystile.oauth.impl;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * A public key that a client's assertions, or a provider's ID tokens, may be signed with (RFC 7517
 * section 4): RSA, or EC on the curves of the allowed algorithms.
 */
record ClientKey(JWK jwk, JWSVerifier verifier) {
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 8192;

    /** Of a public exponent: nobody needs more, and each bit costs time at every signature. */
    private static final int MOST_EXPONENT_BITS = 64;

    private static final Set<Curve> CURVES = Set.of(Curve.P_256, Curve.P_384, Curve.P_521);
    private static final Set<String> SECRET_MEMBERS =
            Set.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv");
    private static final List<String> USED =
            List.of("kty", "kid", "use", "key_ops", "alg", "n", "e", "crv", "x", "y");

    /** What became of an untrusted JSON Web Key. */
    sealed interface Reading {
        /** A key that fits. */
        record Usable(ClientKey key) implements Reading {}

        /**
         * None that could ever be used here.
         *
         * @param flaw public; goes on after "a key"
         */
        record Unusable(String flaw) implements Reading {}

        /** One that nobody but its owner should have seen. */
        record Secret() implements Reading {}
    }

    static Reading read(JsonValue value) {
        return value instanceof JsonObject json
                ? read(json)
                : new Reading.Unusable("is not an object");
    }

    private static Reading read(JsonObject json) {
        if (!Collections.disjoint(json.keySet(), SECRET_MEMBERS)) {
            return new Reading.Secret();
        }
        try {
            JWK jwk = JWK.parse(used(json).build().toString());
            return forSignatures(jwk)
                    ? verifiable(jwk)
                    : new Reading.Unusable("is not for signatures, by its use or its key_ops");
        } catch (ParseException | JOSEException malformed) {
            return new Reading.Unusable("is malformed, or of a type that no algorithm here takes");
        }
    }

    /** The key without certificates, and without members that mean nothing here. */
    JsonObjectBuilder write() {
        return used(JsonText.read(jwk.toJSONString()));
    }

    /** Whether this is the key that a header speaks of, so far as it speaks of any. */
    boolean fits(JWSHeader header) {
        return (header.getKeyID() == null || header.getKeyID().equals(jwk.getKeyID()))
                && (jwk.getAlgorithm() == null || takes(header.getAlgorithm().getName()))
                && verifier.supportedJWSAlgorithms().contains(header.getAlgorithm());
    }

    private boolean takes(String algorithm) {
        return jwk.getAlgorithm().getName().equals(algorithm);
    }

    private static Reading verifiable(JWK jwk) throws JOSEException {
        return switch (jwk) {
            case RSAKey rsa when !sound(rsa.toRSAPublicKey()) ->
                    new Reading.Unusable(
                            "is an RSA key of less than "
                                    + LEAST_RSA_BITS
                                    + " or more than "
                                    + MOST_RSA_BITS
                                    + " bits, or its exponent is too large");
            case RSAKey rsa -> limited(jwk, new RSASSAVerifier(rsa));
            case ECKey ec when CURVES.contains(ec.getCurve()) ->
                    limited(jwk, new ECDSAVerifier(ec));
            default -> new Reading.Unusable("is not of type RSA or EC, or of another curve");
        };
    }

    /** The key itself may name the one algorithm that it is for. */
    private static Reading limited(JWK jwk, JWSVerifier verifier) {
        boolean takesAny =
                jwk.getAlgorithm() == null
                        || verifier.supportedJWSAlgorithms().stream()
                                .filter(AssertionAlgorithms::allows)
                                .map(JWSAlgorithm::getName)
                                .anyMatch(jwk.getAlgorithm().getName()::equals);
        return takesAny
                ? new Reading.Usable(new ClientKey(jwk, verifier))
                : new Reading.Unusable("names an alg that it can't have here");
    }

    private static boolean sound(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        return bits >= LEAST_RSA_BITS
                && bits <= MOST_RSA_BITS
                && key.getPublicExponent().bitLength() <= MOST_EXPONENT_BITS;
    }

    private static boolean forSignatures(JWK jwk) {
        boolean use = jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE);
        boolean operations =
                jwk.getKeyOperations() == null
                        || jwk.getKeyOperations().contains(KeyOperation.VERIFY);
        return use && operations;
    }

    private static JsonObjectBuilder used(JsonObject json) {
        JsonObjectBuilder members = JsonText.object();
        USED.stream().filter(json::containsKey).forEach(name -> members.add(name, json.get(name)));
        return members;
    }
}
