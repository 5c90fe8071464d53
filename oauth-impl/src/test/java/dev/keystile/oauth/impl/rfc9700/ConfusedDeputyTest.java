package dev.keystile.oauth.impl.rfc9700;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.InMemoryServer.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A consent is one person's answer to one request of one client, and of no use for any other. */
class ConfusedDeputyTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final ClientInformation other = gateway.register("none", InMemoryServer.WEB);

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "consent"})
    @DisplayName("AS-U-03: who allowed a client before is asked again, whatever the client wishes")
    void consentIsNeverSkipped(String prompt) {
        Form form = gateway.authorization(client);
        Secret browser = connect(form);

        var again = gateway.authorize(form.with("prompt", prompt), browser);

        assertThat(again).isInstanceOf(AuthorizationOutcome.Ask.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
    }

    @Test
    @DisplayName("AS-U-03: consent to one client is none to another in the same browser")
    void consentIsForOneClient() {
        Secret browser = connect(gateway.authorization(client));

        var outcome = gateway.authorize(gateway.authorization(other), browser);

        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Ask.class);
        assertThat(gateway.ids(Store.Kind.GRANT)).hasSize(1);
    }

    @Test
    @DisplayName("AS-U-03: the page of one client leads to no code for another")
    void theCodeBelongsToTheClientOnThePage() {
        AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(client));
        var page = review(gateway.type(ask)).prompt();

        var response =
                redirect(gateway.consent(new ConsentStep.Allow(page.transaction(), ask.browser())));

        assertThat(response.location().reveal()).startsWith(InMemoryServer.LOOPBACK + "?code=");
        String code = query(response).value("code");
        refused(
                gateway.token(gateway.exchange(other, code).without("redirect_uri")),
                OAuthError.INVALID_GRANT);
        issued(gateway.token(gateway.exchange(client, code)));
    }

    /** Signs in and answers what the browser keeps of it. */
    private Secret connect(Form form) {
        AuthorizationOutcome.Ask ask = gateway.ask(form);
        var page = review(gateway.type(ask)).prompt();
        redirect(gateway.consent(new ConsentStep.Allow(page.transaction(), ask.browser())));
        return ask.browser();
    }
}
