package dev.keystile.oauth.impl.rfc7636;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeChallengeTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form valid = gateway.authorization(client);

    @Test
    @DisplayName("AS-T-20: appendix B of RFC 7636, from authorization to token")
    void theExampleOfTheSpecification() {
        Form request = valid.with("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
        Form exchange =
                gateway.exchange(client, gateway.code(request))
                        .with("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");

        issued(gateway.token(exchange));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
                "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX",
                "short"
            })
    @DisplayName("AS-T-20, SEC-06: another verifier, the challenge itself too, is invalid_grant")
    void anotherVerifierRedeemsNothing(String verifier) {
        Form exchange = gateway.exchange(client, gateway.code(valid));

        refused(gateway.token(exchange.with("code_verifier", verifier)), OAuthError.INVALID_GRANT);
        issued(gateway.token(exchange));
    }

    @ParameterizedTest
    @CsvSource({"plain", "s256", "S512", "''"})
    @DisplayName("AS-A-07, AS-X-09: S256 only; no method means plain")
    void onlyS256(String method) {
        assertRefused(valid.with("code_challenge_method", method));
    }

    @Test
    @DisplayName(
            "AS-A-07, SEC-06: no authorization without a challenge, for confidential clients too")
    void everyClientSendsAChallenge() {
        ClientInformation confidential = gateway.register("client_secret_post", LOOPBACK);

        assertRefused(valid.without("code_challenge"));
        assertRefused(gateway.authorization(confidential).without("code_challenge"));
        assertRefused(
                gateway.authorization(confidential).without("code_challenge").and("nonce", "n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {42, 44})
    @DisplayName("AS-A-07: an S256 challenge has 43 characters")
    void aChallengeOfAnotherLengthIsInvalid(int length) {
        assertRefused(valid.with("code_challenge", "a".repeat(length)));
        gateway.ask(valid.with("code_challenge", "a".repeat(43)));
    }

    @Test
    @DisplayName(
            "AS-T-20: a token request without its verifier is invalid_request, and burns nothing")
    void aVerifierIsNeeded() {
        Form exchange = gateway.exchange(client, gateway.code(valid));

        refused(gateway.token(exchange.without("code_verifier")), OAuthError.INVALID_REQUEST);
        issued(gateway.token(exchange));
    }

    private void assertRefused(Form form) {
        assertThat(query(redirect(gateway.authorize(form))).value("error"))
                .isEqualTo("invalid_request");
    }
}
