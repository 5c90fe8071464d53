package dev.keystile.oauth.impl;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.keystile.oauth.api.ClientKeys;
import java.util.List;

/** Private keys, new in every run. */
public final class SigningKeys {
    public static final JWK RSA = rsa(2048, "rsa");
    public static final JWK OTHER_RSA = rsa(2048, "other-rsa");
    public static final JWK P256 = ec(Curve.P_256, "p256");
    public static final JWK OTHER_P256 = ec(Curve.P_256, "other-p256");
    public static final JWK P384 = ec(Curve.P_384, "p384");
    public static final JWK P521 = ec(Curve.P_521, "p521");

    private SigningKeys() {}

    public static JWK rsa(int bits, String id) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    public static JWK ec(Curve curve, String id) {
        try {
            return new ECKeyGenerator(curve).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** The key that signs with this algorithm. */
    public static JWK of(JWSAlgorithm algorithm) {
        return switch (algorithm.getName()) {
            case "ES256" -> P256;
            case "ES384" -> P384;
            case "ES512" -> P521;
            default -> RSA;
        };
    }

    /** The public halves as a key set. */
    public static String set(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    public static ClientKeys inline(JWK... keys) {
        return new ClientKeys.Inline(set(keys));
    }
}
