package dev.keystile.oauth.impl.rfc9207;

import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The issuer in authorization responses (RFC 9207). */
class IssuerTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final Form valid = gateway.authorization(client);

    @Test
    @DisplayName("AS-M-11: what is announced is sent")
    void itIsAnnounced() {
        assertThat(gateway.server.metadata().authorizationResponseIssParameterSupported()).isTrue();
    }

    @Test
    @DisplayName("AS-A-21, W-07: iss with a code, once, the issuer byte for byte")
    void aCodeComesWithTheIssuer() {
        assertIssuer(gateway.allow(valid));
    }

    @Test
    @DisplayName("AS-A-21, W-07: iss with every error")
    void anErrorComesWithTheIssuer() {
        assertIssuer(redirect(gateway.authorize(valid.with("response_type", "token"))));
        assertIssuer(redirect(gateway.authorize(valid.without("code_challenge"))));
        assertIssuer(redirect(gateway.authorize(valid.with("resource", "https://evil.example"))));
    }

    @Test
    @DisplayName("AS-A-21, W-07: iss when the person says no")
    void aRefusalComesWithTheIssuer() {
        AuthorizationOutcome.Ask ask = gateway.ask(valid);

        assertIssuer(
                redirect(
                        gateway.consent(
                                new ConsentStep.Deny(ask.prompt().transaction(), ask.browser()))));
    }

    private void assertIssuer(AuthorizationResponse response) {
        assertThat(query(response).values("iss"))
                .containsExactly(gateway.server.metadata().issuer().value());
    }
}
