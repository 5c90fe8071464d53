package dev.keystile.oauth.impl.rfc7591;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The keys of clients that register for private_key_jwt (RFC 7591 section 2). */
class KeyRegistrationTest {
    private final InMemoryServer gateway = new InMemoryServer();

    @Test
    @DisplayName("AS-D-03, AS-D-09: public keys are registered and come back, without a secret")
    void keysComeBack() {
        ClientKeys keys =
                SigningKeys.inline(
                        SigningKeys.RSA, SigningKeys.P256, SigningKeys.P384, SigningKeys.P521);

        ClientInformation client = gateway.registerKeys(keys);

        assertThat(client.clientSecret()).isNull();
        assertThat(client.metadata().tokenEndpointAuthMethod()).isEqualTo("private_key_jwt");
        assertThat(registered(client)).hasSize(4);
        assertThat(registered(client).getFirst().getKeyID()).isEqualTo("rsa");
    }

    @Test
    @DisplayName("AS-D-09: private_key_jwt needs keys")
    void withoutKeysNothingIsRegistered() {
        assertRefused(null, "private_key_jwt needs the client's public keys: jwks or jwks_uri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://client.example/jwks.json",
                "https://client.example:8443/a?b=c",
                "https://client.example"
            })
    @DisplayName("AS-D-09: keys may be published")
    void anAddressIsRegistered(String uri) {
        ClientKeys keys = new ClientKeys.Published(uri);

        assertThat(gateway.registerKeys(keys).metadata().keys()).isEqualTo(keys);
        assertThat(gateway.documents.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "client.example/jwks",
                "http://client.example/jwks",
                "http://localhost/jwks",
                "file:///etc/passwd",
                "ftp://client.example/jwks",
                "https:client.example",
                "https:///jwks",
                "https://user@client.example/jwks",
                "https://user:password@client.example/jwks",
                "https://client.example/jwks#one",
                "https://client.example/jwks#",
                "https://client.example/j wks",
                "https://client.example/jwks\r\n",
                "https://clïent.example/jwks",
                "https://client.example\\@attacker.example/"
            })
    @DisplayName("AS-D-09: at an https URL, without fragment and user information")
    void anotherAddressIsRefused(String uri) {
        assertRefused(
                new ClientKeys.Published(uri),
                "jwks_uri must be an https URL without fragment and user information; at most 2048 characters");
    }

    @Test
    void anAddressHasAtMost2048Characters() {
        String longest = "https://client.example/" + "a".repeat(2048 - 23);

        gateway.registerKeys(new ClientKeys.Published(longest));
        assertRefused(
                new ClientKeys.Published(longest + "a"),
                "jwks_uri must be an https URL without fragment and user information; at most 2048 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "null",
                "{\"keys\":[]}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":\"x\"}",
                "{\"keys\":[]} x",
                "{\"keys\":[1,2,3,4,5,6,7,8,9,10,11]}"
            })
    @DisplayName("AS-D-06: jwks is a key set of one to ten keys")
    void anotherSetIsRefused(String json) {
        assertRefused(
                new ClientKeys.Inline(json),
                "jwks must be an object with an array keys of 1 to 10 keys");
    }

    @Test
    void tenKeysAreEnough() {
        JWK[] eleven = Collections.nCopies(11, SigningKeys.P256).toArray(JWK[]::new);
        JWK[] ten = Collections.nCopies(10, SigningKeys.P256).toArray(JWK[]::new);

        assertThat(registered(gateway.registerKeys(SigningKeys.inline(ten)))).hasSize(10);
        assertRefused(
                SigningKeys.inline(eleven),
                "jwks must be an object with an array keys of 1 to 10 keys");
    }

    @Test
    @DisplayName("AS-D-14: at most 8 KiB")
    void aSetHasAtMost8KiB() {
        String set = SigningKeys.set(SigningKeys.P256);
        String start = set.substring(0, set.length() - 1) + ",\"x\":\"";
        String most = start + "a".repeat(8192 - start.length() - 2) + "\"}";

        assertThat(most).hasSize(8192);
        gateway.registerKeys(new ClientKeys.Inline(most));
        assertRefused(
                new ClientKeys.Inline(most.replace("aa\"}", "aaa\"}")),
                "jwks may have at most 8192 bytes; a larger set needs jwks_uri");
    }

    @ParameterizedTest
    @MethodSource("secrets")
    @DisplayName("AS-D-09: a private or symmetric key is refused, and stored nowhere")
    void aSecretKeyIsRefused(String key) {
        assertRefused(
                new ClientKeys.Inline(
                        "{\"keys\":["
                                + SigningKeys.P384.toPublicJWK().toJSONString()
                                + ","
                                + key
                                + "]}"),
                "a key in jwks has a private or secret part; give public keys only, and use that key no more");
    }

    static Stream<String> secrets() {
        String half = SigningKeys.RSA.toPublicJWK().toJSONString();
        return Stream.concat(
                Stream.of(
                        SigningKeys.RSA.toJSONString(),
                        SigningKeys.P256.toJSONString(),
                        "{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}",
                        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"AA\"}"),
                Stream.of("d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv")
                        .map(name -> half.replace("}", ",\"" + name + "\":null}")));
    }

    @ParameterizedTest
    @MethodSource("unusable")
    @DisplayName("AS-D-09: one key at least has to be usable with an allowed algorithm")
    void unusableKeysAreRefused(String key, String flaw) {
        assertRefused(
                new ClientKeys.Inline("{\"keys\":[" + key + "]}"),
                "no key in jwks can be used here: one " + flaw);
    }

    static Stream<Object[]> unusable() {
        String malformed = "is malformed, or of a type that no algorithm here takes";
        String size =
                "is an RSA key of less than 2048 or more than 8192 bits, or its exponent is too large";
        String use = "is not for signatures, by its use or its key_ops";
        String alg = "names an alg that it can't have here";
        return Stream.of(
                new Object[] {"1", "is not an object"},
                new Object[] {"{}", malformed},
                new Object[] {"{\"kty\":\"RSA\",\"e\":\"AQAB\"}", malformed},
                new Object[] {"{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"}", malformed},
                new Object[] {
                    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}", malformed
                },
                new Object[] {"{\"kty\":\"oct\"}", malformed},
                new Object[] {
                    "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
                    "is not of type RSA or EC, or of another curve"
                },
                new Object[] {
                    "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"eb5mfvncu6xVoGKVzocLBwKb_NstzijZWfKBWxb4F5g\","
                            + "\"y\":\"SDradyajxGVdpPv8DhEIqP0XtEimhVQZnEfQj_sQ1Lg\"}",
                    "is not of type RSA or EC, or of another curve"
                },
                new Object[] {json(SigningKeys.rsa(1024, "a")), size},
                new Object[] {json(SigningKeys.rsa(2047, "a")), size},
                new Object[] {padded(SigningKeys.rsa(2040, "a")), size},
                new Object[] {exponent("AQAAAAAAAAAB"), size},
                new Object[] {json(ec().keyUse(KeyUse.ENCRYPTION).build()), use},
                new Object[] {json(ec().keyOperations(Set.of(KeyOperation.SIGN)).build()), use},
                new Object[] {json(ec().algorithm(JWSAlgorithm.ES384).build()), alg},
                new Object[] {json(ec().algorithm(JWSAlgorithm.RS256).build()), alg},
                new Object[] {json(rsa().algorithm(JWSAlgorithm.HS256).build()), alg},
                new Object[] {json(rsa().algorithm(JWSAlgorithm.ES256).build()), alg});
    }

    @Test
    @DisplayName("AS-D-05: unusable keys beside a usable one, and members of no use, are left out")
    void unusableKeysAreLeftOut() {
        String key = json(SigningKeys.P256);
        String more =
                key.substring(0, key.length() - 1) + ",\"x5u\":\"https://x.example\",\"y9\":1}";

        ClientInformation client =
                gateway.registerKeys(
                        new ClientKeys.Inline(
                                "{\"keys\":["
                                        + json(ec().keyUse(KeyUse.ENCRYPTION).build())
                                        + ","
                                        + more
                                        + ",7],\"z\":1}"));

        assertThat(registered(client)).containsExactly(SigningKeys.P256.toPublicJWK());
        assertThat(((ClientKeys.Inline) client.metadata().keys()).json())
                .doesNotContain("\"x5u\"", "\"y9\"", "\"z\"", "\"enc\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "client_secret_post", "client_secret_basic"})
    @DisplayName("AS-D-05: keys of a client that signs nothing are not registered")
    void keysOfOthersAreLeftOut(String method) {
        for (ClientKeys keys :
                List.of(
                        SigningKeys.inline(SigningKeys.P256),
                        new ClientKeys.Inline(SigningKeys.P256.toJSONString()),
                        new ClientKeys.Published("http://x"))) {
            ClientMetadata plain = metadata(method, WEB);
            ClientMetadata asked =
                    new ClientMetadata(
                            plain.redirectUris(),
                            plain.clientName(),
                            method,
                            keys,
                            List.of(),
                            List.of(),
                            null,
                            null,
                            null,
                            null,
                            null);

            assertThat(
                            InMemoryServer.registered(gateway.server.registration().register(asked))
                                    .metadata()
                                    .keys())
                    .isNull();
        }
        assertThat(gateway.ids(Store.Kind.CLIENT))
                .noneMatch(
                        id -> gateway.stored(Store.Kind.CLIENT, id).orElseThrow().contains("jwks"));
    }

    private void assertRefused(ClientKeys keys, String description) {
        RegistrationOutcome outcome = gateway.server.registration().register(metadata(keys));

        assertThat(outcome).isInstanceOf(RegistrationOutcome.Refused.class);
        OAuthFailure failure = ((RegistrationOutcome.Refused) outcome).failure();
        assertThat(failure.error()).isEqualTo(OAuthError.INVALID_CLIENT_METADATA);
        assertThat(failure.description()).isEqualTo(description);
    }

    private static List<JWK> registered(ClientInformation client) {
        try {
            return JWKSet.parse(((ClientKeys.Inline) client.metadata().keys()).json()).getKeys();
        } catch (ParseException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey.Builder ec() {
        return new ECKey.Builder(SigningKeys.P256.toECKey());
    }

    private static RSAKey.Builder rsa() {
        return new RSAKey.Builder(SigningKeys.RSA.toRSAKey());
    }

    private static String json(JWK key) {
        return key.toPublicJWK().toJSONString();
    }

    /** With a zero in front of its modulus. */
    private static String padded(JWK key) {
        byte[] modulus = key.toRSAKey().getModulus().decode();
        byte[] longer = new byte[modulus.length + 1];
        System.arraycopy(modulus, 0, longer, 1, modulus.length);
        return rsa(Base64URL.encode(longer), key.toRSAKey().getPublicExponent());
    }

    private static String exponent(String exponent) {
        return rsa(SigningKeys.RSA.toRSAKey().getModulus(), new Base64URL(exponent));
    }

    private static String rsa(Base64URL modulus, Base64URL exponent) {
        return "{\"kty\":\"RSA\",\"n\":\"" + modulus + "\",\"e\":\"" + exponent + "\"}";
    }
}
