package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.spi.LoginAnswer;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ID tokens, OpenID Connect Core 1.0 sections 2 and 3.1.3.7. */
class OpenIdTokenTest {
    private static final long NOW = MovedClock.START.getEpochSecond();
    private static final long SKEW = IdTokenRules.SKEW.toSeconds();
    private static final long AGE = IdTokenRules.MOST_AGE.toSeconds();

    private final LoopbackProvider provider = new LoopbackProvider();

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void goodTokenNamesThePerson() {
        assertThat(provider.finish(provider.token()))
                .isEqualTo(
                        new LoginAnswer.Identified(
                                new Identity(provider.issuer(), "248289761001", "248289761001")));
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                Arguments.of("iss", "https://other.example", "iss is another"),
                Arguments.of("aud", "other", "aud is not this client"),
                Arguments.of("aud", List.of("other", "another"), "aud is not this client"),
                Arguments.of("aud", List.of("other", LoopbackProvider.CLIENT), "azp is not"),
                Arguments.of("azp", "other", "azp is not this client"),
                Arguments.of("azp", 7, "azp is not this client"),
                Arguments.of("sub", "", "sub is not"),
                Arguments.of("sub", "   ", "sub is not"),
                Arguments.of("sub", "s".repeat(256), "sub is not"),
                Arguments.of("sub", "jürgen", "sub is not"),
                Arguments.of("sub", "a\nb", "sub is not"),
                Arguments.of("exp", NOW - SKEW, "exp is missing or past"),
                Arguments.of("iat", NOW - AGE - 1, "iat is missing, long ago or in the future"),
                Arguments.of("iat", NOW + SKEW + 1, "iat is missing, long ago or in the future"),
                Arguments.of("nbf", NOW + SKEW + 1, "nbf is in the future"),
                Arguments.of("nonce", "other", "nonce is that of another sign-in"),
                Arguments.of("nonce", 7, "nonce is that of another sign-in"),
                Arguments.of("auth_time", NOW - SKEW - 1, "auth_time is from before"),
                Arguments.of("auth_time", "" + NOW, "auth_time is missing"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongClaims")
    void tokenWithAWrongClaimIsRefused(String claim, Object value, String detail) {
        assertThat(provider.finish(provider.token().claim(claim, value)))
                .isInstanceOfSatisfying(
                        LoginAnswer.Refused.class,
                        refused -> assertThat(refused.detail()).contains(detail));
    }

    static Stream<Arguments> rightClaims() {
        return Stream.of(
                Arguments.of("aud", List.of(LoopbackProvider.CLIENT)),
                Arguments.of("azp", LoopbackProvider.CLIENT),
                Arguments.of("sub", "s".repeat(255)),
                Arguments.of("sub", "auth0|a b~"),
                Arguments.of("exp", NOW - SKEW + 1),
                Arguments.of("iat", NOW - AGE),
                Arguments.of("iat", NOW + SKEW),
                Arguments.of("nbf", NOW + SKEW),
                Arguments.of("auth_time", NOW - SKEW),
                Arguments.of("acr", "anything"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("rightClaims")
    void tokenAtTheLimitIsTaken(String claim, Object value) {
        assertThat(provider.finish(provider.token().claim(claim, value)))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @Test
    void severalAudiencesNeedThisClientAsParty() {
        var several = provider.token().claim("aud", List.of("other", LoopbackProvider.CLIENT));

        assertThat(provider.finish(several.claim("azp", LoopbackProvider.CLIENT)))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "exp", "iat", "nonce", "auth_time"})
    void tokenWithoutARequiredClaimIsRefused(String claim) {
        assertThat(provider.finish(provider.token().without(claim)))
                .isInstanceOfSatisfying(
                        LoginAnswer.Refused.class,
                        refused -> assertThat(refused.detail()).contains(claim));
    }

    @Test
    @DisplayName(
            "A sign-in that was not fresh is refused, and the log says which setting wants one")
    void staleSignInIsRefused() {
        provider.issue(provider.token().claim("auth_time", NOW - 3600));
        var settings = provider.settings();
        var answer = LoopbackProvider.ANSWER.parameters();

        assertThat(provider.client(settings).finish(provider.login(), answer))
                .isEqualTo(
                        new LoginAnswer.Refused(
                                "ID token: auth_time is from before: the provider did not let sign in"
                                        + " anew; see the setting identity.fresh-login"));
        assertThat(provider.client(anySignIn(settings)).finish(provider.login(), answer))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @Test
    void withoutFreshLoginNoTimeIsNeeded() {
        provider.issue(provider.token().without("auth_time"));

        assertThat(
                        provider.client(anySignIn(provider.settings()))
                                .finish(provider.login(), LoopbackProvider.ANSWER.parameters()))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpop+jwt", "at+jwt", "logout+jwt"})
    void anotherJwtOfTheProviderIsNoIdToken(String type) {
        assertThat(provider.finish(provider.token().header("typ", type)))
                .isEqualTo(new LoginAnswer.Refused("ID token: the typ of another JWT"));
    }

    @Test
    void typeOfAnyJwtIsTaken() {
        assertThat(provider.finish(provider.token().header("typ", "JWT")))
                .isInstanceOf(LoginAnswer.Identified.class);
    }

    @Test
    void criticalHeaderIsRefused() {
        var token = provider.token().header("crit", List.of("exp")).header("exp", NOW);

        assertThat(provider.finish(token))
                .isEqualTo(new LoginAnswer.Refused("ID token: a critical header"));
    }

    @Test
    void signatureOfAnotherKeyIsRefused() {
        JWK other = SigningKeys.rsa(2048, SigningKeys.RSA.getKeyID());
        provider.issue(provider.token().signedBy(other));

        assertThat(finish())
                .isEqualTo(new LoginAnswer.Refused("ID token: no key of the provider signed it"));
    }

    @Test
    void changedTokenIsRefused() {
        String[] parts = provider.token().signedBy(SigningKeys.RSA).split("\\.");
        String[] others =
                provider.token().claim("sub", "another").signedBy(SigningKeys.RSA).split("\\.");
        provider.issue(parts[0] + "." + others[1] + "." + parts[2]);

        assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
    }

    @Test
    @DisplayName("No token is believed without a signature, not even where the provider says none")
    void unsignedTokenIsRefused() {
        provider.metadata.put("id_token_signing_alg_values_supported", List.of("none", "RS256"));
        for (String algorithm : List.of("none", "None", "NONE")) {
            provider.issue(provider.token().input(null, algorithm) + ".");
            assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
        }
    }

    @Test
    @DisplayName("No secret signs: neither the client's own, nor the public key taken for one")
    void symmetricSignatureIsRefused() throws Exception {
        String input = provider.token().input(null, "HS256");
        byte[] publicKey = SigningKeys.RSA.toRSAKey().toPublicKey().getEncoded();
        for (byte[] key : List.of(Crypto.utf8(LoopbackProvider.SECRET.reveal()), publicKey)) {
            provider.issue(input + "." + Base64Url.encode(Crypto.hmac(key, Crypto.utf8(input))));
            assertThat(finish())
                    .isInstanceOfSatisfying(
                            LoginAnswer.Refused.class,
                            refused -> assertThat(refused.detail()).contains("the algorithm"));
        }
    }

    @Test
    void algorithmHasToBeOneThatTheProviderAnnounces() {
        provider.keys(SigningKeys.RSA, SigningKeys.P256, SigningKeys.P384);

        provider.issue(provider.token().signedBy(SigningKeys.P256));
        assertThat(finish()).isInstanceOf(LoginAnswer.Identified.class);
        provider.issue(provider.token().signedBy(SigningKeys.P384));
        assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
        provider.issue(provider.token().signedBy(SigningKeys.RSA, JWSAlgorithm.PS256));
        assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c", "e30.e30.e30", "bnVsbA.bnVsbA.bnVsbA", "a.b.c.d.e"})
    void whatIsNoSignedJwtIsRefused(String text) {
        provider.issue(text);

        assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
    }

    @Test
    void claimsOfWrongTypesAreRefused() {
        String header = Base64Url.encode(Crypto.utf8("{\"alg\":\"RS256\"}"));
        for (String claims : List.of("{\"exp\":\"x\"}", "{\"aud\":7}", "{\"sub\":7}", "[]", "x")) {
            String body = Base64.getUrlEncoder().encodeToString(claims.getBytes());
            provider.issue(header + "." + body + ".AAAA");
            assertThat(finish()).isInstanceOf(LoginAnswer.Refused.class);
        }
    }

    static Stream<Arguments> labels() {
        return Stream.of(
                Arguments.of(
                        Map.of("email", "jo@acme.example", "email_verified", true),
                        "jo@acme.example"),
                Arguments.of(
                        Map.of("email", "jo@acme.example", "email_verified", false, "name", "Jo"),
                        "Jo"),
                Arguments.of(Map.of("email", "jo@acme.example", "name", "Jo"), "Jo"),
                Arguments.of(
                        Map.of("email", "jo@acme.example", "email_verified", "true", "name", "Jo"),
                        "Jo"),
                Arguments.of(Map.of("preferred_username", "jo", "name", "Jo D"), "jo"),
                Arguments.of(
                        Map.of("preferred_username", "\u202e\n", "name", "Jo\u202e D"), "Jo D"),
                Arguments.of(Map.of("preferred_username", 7, "name", List.of()), "248289761001"),
                Arguments.of(Map.of("name", "n".repeat(500)), "n".repeat(79) + "…"));
    }

    @ParameterizedTest(name = "{0} is shown as {1}")
    @MethodSource("labels")
    void labelIsWhatThePersonKnowsThemselvesBy(Map<String, Object> claims, String label) {
        AssertionDraft token = provider.token();
        for (var claim : claims.entrySet()) {
            token = token.claim(claim.getKey(), claim.getValue());
        }

        assertThat(provider.finish(token))
                .isEqualTo(
                        new LoginAnswer.Identified(
                                new Identity(provider.issuer(), "248289761001", label)));
    }

    @Test
    @DisplayName("A key that the provider has taken into use since is found, once a minute at most")
    void rotationOfKeysIsSurvived() {
        OpenIdProvider client = provider.client();
        assertThat(finish(client)).isInstanceOf(LoginAnswer.Identified.class);

        provider.keys(SigningKeys.OTHER_RSA, SigningKeys.RSA);
        provider.issue(provider.token().signedBy(SigningKeys.OTHER_RSA));
        assertThat(finish(client)).isInstanceOf(LoginAnswer.Unavailable.class);
        assertThat(provider.times(LoopbackProvider.KEYS)).isEqualTo(1);

        provider.clock.forward(PublishedKeys.PAUSE);
        assertThat(finish(client)).isInstanceOf(LoginAnswer.Identified.class);
        assertThat(finish(client)).isInstanceOf(LoginAnswer.Identified.class);
        assertThat(provider.times(LoopbackProvider.KEYS)).isEqualTo(2);
    }

    @Test
    @DisplayName("A key that the provider has withdrawn counts for an hour at most")
    void withdrawnKeyIsForgotten() {
        OpenIdProvider client = provider.client();
        assertThat(finish(client)).isInstanceOf(LoginAnswer.Identified.class);
        provider.keys(SigningKeys.OTHER_RSA);

        provider.clock.forward(ProviderHttp.FRESH);
        provider.issue(provider.token());
        assertThat(client.finish(provider.login(), LoopbackProvider.ANSWER.parameters()))
                .isInstanceOf(LoginAnswer.Refused.class);
    }

    @Test
    void keysThatCannotBeHadAreNobodysFault() {
        provider.reply(LoopbackProvider.KEYS, 200, "{}");
        assertThat(finish()).isInstanceOf(LoginAnswer.Unavailable.class);
        provider.reply(LoopbackProvider.KEYS, 500, "{}");
        assertThat(finish()).isInstanceOf(LoginAnswer.Unavailable.class);
        provider.reply(LoopbackProvider.KEYS, 404, "{}");
        assertThat(finish()).isEqualTo(new LoginAnswer.Unavailable("keys: status 404"));
    }

    /** What a new client makes of what is issued. */
    private LoginAnswer finish() {
        return finish(provider.client());
    }

    private LoginAnswer finish(OpenIdProvider client) {
        return client.finish(
                LoopbackProvider.login(provider.clock.instant().minus(Duration.ofMinutes(2))),
                LoopbackProvider.ANSWER.parameters());
    }

    private static OpenIdSettings anySignIn(OpenIdSettings settings) {
        return new OpenIdSettings(
                settings.issuer(),
                settings.clientId(),
                settings.clientSecret(),
                settings.name(),
                settings.scope(),
                false,
                settings.redirectUri());
    }
}
