package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Secret;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PkceTest {
    private static final String VERIFIER = GrantFixture.VERIFIER;
    private static final String CHALLENGE = GrantFixture.CHALLENGE;

    @Test
    @DisplayName("Appendix B: the example verifier has the example challenge")
    void theExampleOfTheSpecificationVerifies() {
        assertThat(verifies(VERIFIER, CHALLENGE)).isTrue();
    }

    @Test
    void anotherVerifierDoesNot() {
        assertThat(verifies(VERIFIER.replace('d', 'e'), CHALLENGE)).isFalse();
    }

    @Test
    @DisplayName("S256 only: the challenge itself is no verifier")
    void plainIsNotUnderstood() {
        assertThat(verifies(CHALLENGE, CHALLENGE)).isFalse();
    }

    @Test
    void noVerifierVerifiesNothing() {
        assertThat(verifies("", CHALLENGE)).isFalse();
    }

    @Test
    @DisplayName("Section 4.1: a verifier has 43 to 128 unreserved characters")
    void aVerifierHasTheRightLength() {
        assertThat(wellFormed("a".repeat(42))).isFalse();
        assertThat(wellFormed("a".repeat(43))).isTrue();
        assertThat(wellFormed("a".repeat(128))).isTrue();
        assertThat(wellFormed("a".repeat(129))).isFalse();
        assertThat(wellFormed("-._~".repeat(20))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "/", "=", " ", "\n", "é", "\u0130", "%"})
    void aVerifierHasNoOtherCharacters(String stranger) {
        assertThat(wellFormed("a".repeat(43) + stranger)).isFalse();
    }

    @Test
    @DisplayName("Section 4.2: an S256 challenge is 43 characters of base64url")
    void aChallengeHasTheRightShape() {
        assertThat(Pkce.wellFormedChallenge(CHALLENGE)).isTrue();
        assertThat(Pkce.wellFormedChallenge(CHALLENGE.substring(1))).isFalse();
        assertThat(Pkce.wellFormedChallenge(CHALLENGE + "a")).isFalse();
        assertThat(Pkce.wellFormedChallenge(CHALLENGE.replace('-', '+'))).isFalse();
        assertThat(Pkce.wellFormedChallenge(CHALLENGE.substring(1) + "\n")).isFalse();
    }

    private static boolean verifies(String verifier, String challenge) {
        return Pkce.verifies(Secret.of(verifier), challenge);
    }

    /** The length is judged before the digest: a verifier of a wrong length never verifies. */
    private static boolean wellFormed(String verifier) {
        String challenge = Base64Url.encode(Crypto.sha256(Crypto.utf8(verifier)));
        return verifies(verifier, challenge);
    }
}
