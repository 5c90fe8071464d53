package dev.keystile.oauth.impl.cimd;

import static dev.keystile.oauth.impl.InMemoryServer.WEB;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.query;
import static dev.keystile.oauth.impl.InMemoryServer.redirect;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.InMemoryServer.review;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import jakarta.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A document that changes between the steps of a sign-in. */
class ChangedDocumentTest {
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final String EVIL = "https://evil.example/callback";
    private static final JsonObject VALID = Described.document(Described.URL);
    private static final String TWISTED =
            Described.with(VALID, "redirect_uris", "[\"" + EVIL + "\"]");

    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = Described.client();
    private final Form form = Described.authorization(gateway);

    ChangedDocumentTest() {
        serve(VALID.toString());
    }

    @Test
    @DisplayName("AS-C-09, AS-C-10: Allow is refused when the document became another meanwhile")
    void allowIsForWhatWasShown() {
        AuthorizationOutcome.Ask ask = gateway.ask(form);
        ConsentOutcome.Review review = review(gateway.type(ask));
        becomes(TWISTED);

        assertThat(allow(ask, review)).isEqualTo(new ConsentOutcome.Expired());
    }

    @Test
    void allowIsGoodWhenTheDocumentWasReadAgainAndIsTheSame() {
        AuthorizationOutcome.Ask ask = gateway.ask(form);
        ConsentOutcome.Review review = review(gateway.type(ask));
        becomes(Described.with(VALID, "logo_uri", "\"https://app.example.com/logo.png\""));

        String code = query(redirect(allow(ask, review))).value("code");

        issued(gateway.token(gateway.exchange(client, code)));
    }

    @Test
    @DisplayName("AS-C-09, W-22: a code stays bound to the redirect URI that was shown")
    void aCodeKeepsItsRedirectUri() {
        String code = gateway.code(form);
        becomes(TWISTED);

        refused(
                gateway.token(gateway.exchange(Described.client(Described.URL, EVIL), code)),
                OAuthError.INVALID_GRANT);
        issued(gateway.token(gateway.exchange(client, code)));
    }

    @Test
    @DisplayName("AS-C-09: a later change widens nothing for those who come next")
    void theNextRequestIsJudgedByTheNewDocument() {
        gateway.ask(form);
        becomes(TWISTED);

        assertThat(gateway.authorize(form)).isInstanceOf(AuthorizationOutcome.Refused.class);
        gateway.ask(form.with("redirect_uri", EVIL));
    }

    @Test
    @DisplayName("AS-C-05, AS-C-10: who has to sign from now on cannot go on as a public client")
    void aClientThatBeganToSignHasToSign() {
        TokenResponse tokens = gateway.signIn(client);
        becomes(
                """
                {"client_id":"%s","client_name":"Example app","redirect_uris":["%s"],
                "token_endpoint_auth_method":"private_key_jwt",
                "jwks_uri":"https://app.example.com/jwks.json"}\
                """
                        .formatted(Described.URL, WEB));

        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_CLIENT);
    }

    private ConsentOutcome allow(AuthorizationOutcome.Ask ask, ConsentOutcome.Review review) {
        return gateway.consent(new ConsentStep.Allow(review.prompt().transaction(), ask.browser()));
    }

    private void serve(String document) {
        gateway.documents.serve(Described.URL, document, FRESH);
    }

    /** Somebody else's request brings the new document. */
    private void becomes(String document) {
        serve(document);
        gateway.clock.forward(FRESH);
        gateway.authorize(form);
    }
}
