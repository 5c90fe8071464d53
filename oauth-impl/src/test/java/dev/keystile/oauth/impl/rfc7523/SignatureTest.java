package dev.keystile.oauth.impl.rfc7523;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who signed an assertion, and how (RFC 7523 section 3, item 9; RFC 8725). */
class SignatureTest {
    private static final String UNSIGNED = "no key of this client signed it";
    private static final String FORBIDDEN = "the algorithm is not allowed";
    private static final String MALFORMED = "no signed JWT";

    private final InMemoryServer gateway = new InMemoryServer();
    private final Signer signer = Signer.registered(gateway, SigningKeys.P256);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"
            })
    @DisplayName("AS-T-07: every allowed algorithm")
    void everyAllowedAlgorithmProves(String name) {
        JWSAlgorithm algorithm = new JWSAlgorithm(name);
        Signer one = Signer.registered(gateway, SigningKeys.of(algorithm));

        one.assertAccepted(one.draft().signedBy(one.key(), algorithm));
    }

    @Test
    @DisplayName("AS-T-07: an assertion that another key signed proves nothing")
    void anotherKeyProvesNothing() {
        signer.assertRejected(signer.draft().signedBy(SigningKeys.OTHER_P256), UNSIGNED);
        signer.assertRejected(
                signer.draft().header("kid", "p256").signedBy(SigningKeys.OTHER_P256), UNSIGNED);
        signer.assertRejected(signer.draft().signedBy(SigningKeys.RSA), UNSIGNED);
    }

    @Test
    @DisplayName("AS-T-07: neither none, nor an HMAC under the public key, nor another curve")
    void weakAlgorithmsProveNothing() throws JOSEException {
        Signer rsa = Signer.registered(gateway, SigningKeys.RSA);
        RSAKey key = SigningKeys.RSA.toRSAKey();
        byte[] der = key.toRSAPublicKey().getEncoded();
        String pem =
                "-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n";

        for (byte[] guess :
                List.of(
                        der,
                        pem.getBytes(StandardCharsets.US_ASCII),
                        key.toPublicJWK().toJSONString().getBytes(StandardCharsets.US_ASCII),
                        key.getModulus().decode())) {
            for (String name : List.of("HS256", "HS384", "HS512")) {
                rsa.assertRejected(hmac(rsa.draft(), name, guess), FORBIDDEN);
            }
        }
        for (String name : List.of("None", "NONE", "")) {
            rsa.assertRejected(rsa.draft().input("rsa", name) + ".AA", FORBIDDEN);
        }
        rsa.assertRejected(rsa.draft().input("rsa", "none") + ".AA", MALFORMED);
        rsa.assertRejected(rsa.draft().input("rsa", "none") + ".", MALFORMED);
        rsa.assertRejected(rsa.draft().input("rsa", "RS256") + ".", MALFORMED);
        rsa.assertRejected(rsa.draft().input("rsa", "RS256") + ".AA", UNSIGNED);
        rsa.assertAccepted(rsa.assertion());
    }

    @Test
    @DisplayName("AS-T-07: the algorithm has to be one of the key's type and curve")
    void theAlgorithmFitsTheKey() {
        Signer all =
                new Signer(
                        gateway,
                        gateway.registerKeys(SigningKeys.inline(SigningKeys.P256, SigningKeys.RSA)),
                        SigningKeys.P256);

        for (String name : List.of("RS256", "PS256", "ES384", "ES512")) {
            all.assertRejected(renamed(all.draft().signedBy(SigningKeys.P256), name), UNSIGNED);
        }
        for (String name : List.of("ES256K", "EdDSA", "Ed25519", "ML-DSA-44")) {
            all.assertRejected(renamed(all.draft().signedBy(SigningKeys.P256), name), FORBIDDEN);
        }
        all.assertRejected(renamed(all.draft().signedBy(SigningKeys.RSA), "ES256"), UNSIGNED);
    }

    @Test
    @DisplayName("AS-T-07: a key that is limited to one algorithm signs with no other")
    void aKeysOwnAlgorithmIsKept() {
        RSAKey limited =
                new RSAKey.Builder(SigningKeys.RSA.toRSAKey())
                        .algorithm(JWSAlgorithm.PS256)
                        .build();
        Signer one = Signer.registered(gateway, limited);

        one.assertRejected(one.draft().signedBy(SigningKeys.RSA, JWSAlgorithm.RS256), UNSIGNED);
        one.assertAccepted(one.draft().signedBy(SigningKeys.RSA, JWSAlgorithm.PS256));
    }

    @Test
    @DisplayName("AS-T-07: with a kid that key alone, without one every key that fits")
    void theKidNamesTheKey() {
        Signer two =
                new Signer(
                        gateway,
                        gateway.registerKeys(
                                SigningKeys.inline(SigningKeys.OTHER_P256, SigningKeys.P256)),
                        SigningKeys.P256);

        two.assertAccepted(two.assertion());
        two.assertRejected(
                two.draft().header("kid", "other-p256").signedBy(SigningKeys.P256), UNSIGNED);
        two.assertRejected(two.draft().header("kid", "").signedBy(SigningKeys.P256), UNSIGNED);
        two.assertAccepted(two.draft().signedBy(unnamed()));
    }

    @ParameterizedTest
    @MethodSource("headers")
    @DisplayName("AS-T-07: nothing critical, and no JWT that is typed for another use")
    void aHeaderThatIsNotUnderstoodProvesNothing(String name, Object value, String reason) {
        signer.assertRejected(
                signer.draft().header(name, value).signedBy(SigningKeys.P256), reason);
    }

    static Stream<Object[]> headers() {
        return Stream.of(
                new Object[] {"crit", List.of("exp"), "a critical header"},
                new Object[] {"crit", List.of("b64"), "a critical header"},
                new Object[] {"crit", List.of(), "a critical header"},
                new Object[] {"b64", false, "a critical header"},
                new Object[] {"typ", "at+jwt", "the typ of another JWT"},
                new Object[] {"typ", "dpop+jwt", "the typ of another JWT"},
                new Object[] {"typ", "oauth-authz-req+jwt", "the typ of another JWT"},
                new Object[] {"typ", "application/at+jwt", "the typ of another JWT"},
                new Object[] {"jwk", Map.of("kty", "oct", "k", "AAAA"), MALFORMED});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JWT",
                "jwt",
                "application/jwt",
                "client-authentication+jwt",
                "application/client-authentication+jwt"
            })
    void theTypesOfAssertionsAreTaken(String type) {
        signer.assertAccepted(signer.draft().header("typ", type).signedBy(SigningKeys.P256));
    }

    @Test
    @DisplayName("AS-T-07: a key that the assertion brings along, or points to, counts for nothing")
    void keysInTheHeaderAreIgnored() {
        AssertionDraft draft =
                signer.draft()
                        .header("kid", "p256")
                        .header("jku", "https://attacker.example/jwks.json")
                        .header("x5u", "https://attacker.example/cert")
                        .header("jwk", SigningKeys.OTHER_P256.toPublicJWK().toJSONObject());

        signer.assertRejected(draft.signedBy(SigningKeys.OTHER_P256), UNSIGNED);
        signer.assertAccepted(draft.signedBy(SigningKeys.P256));
        assertThat(gateway.documents.asked()).isEmpty();
    }

    /** The key without its name. */
    private static JWK unnamed() {
        return new ECKey.Builder(SigningKeys.P256.toECKey()).keyID(null).build();
    }

    private static String hmac(AssertionDraft draft, String algorithm, byte[] secret)
            throws JOSEException {
        JWSHeader header = new JWSHeader(new JWSAlgorithm(algorithm));
        String input = draft.input("rsa", algorithm);
        return input
                + "."
                + new MACSigner(secret).sign(header, input.getBytes(StandardCharsets.US_ASCII));
    }

    /** The same claims and signature under another algorithm's name. */
    private static String renamed(String assertion, String algorithm) {
        String[] parts = assertion.split("\\.");
        String header = new Base64URL(parts[0]).decodeToString();
        String renamed = header.replaceAll("\"(RS|ES)256\"", "\"" + algorithm + "\"");
        return Base64URL.encode(renamed) + "." + parts[1] + "." + parts[2];
    }
}
