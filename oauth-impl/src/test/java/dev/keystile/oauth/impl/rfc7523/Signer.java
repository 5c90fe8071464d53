package dev.keystile.oauth.impl.rfc7523;

import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.impl.AssertionDraft;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import dev.keystile.oauth.impl.SigningKeys;

/** A client that proves itself with assertions, and what it is told. */
record Signer(InMemoryServer gateway, ClientInformation client, JWK key) {
    static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** One that registered its key. */
    static Signer registered(InMemoryServer gateway, JWK key) {
        return new Signer(gateway, gateway.registerKeys(SigningKeys.inline(key)), key);
    }

    /** One that publishes its keys. */
    static Signer publishing(InMemoryServer gateway, String uri, JWK key) {
        return new Signer(gateway, gateway.registerKeys(new ClientKeys.Published(uri)), key);
    }

    AssertionDraft draft() {
        return AssertionDraft.of(client.clientId().value(), gateway.clock.instant());
    }

    String assertion() {
        return draft().signedBy(key);
    }

    /** A request that fails for its refresh token, once the client is authenticated. */
    static Form request(String assertion) {
        return with(Form.of("grant_type", "refresh_token", "refresh_token", "none"), assertion);
    }

    static Form with(Form form, String assertion) {
        return form.and("client_assertion_type", TYPE).and("client_assertion", assertion);
    }

    TokenOutcome send(String assertion) {
        return gateway.token(request(assertion));
    }

    static TokenOutcome send(DefaultAuthorizationServer node, String assertion) {
        return node.tokens().token(new ClientRequest(request(assertion).parameters(), null));
    }

    void assertAccepted(String assertion) {
        assertAccepted(send(assertion));
    }

    static void assertAccepted(TokenOutcome outcome) {
        refused(outcome, OAuthError.INVALID_GRANT);
    }

    void assertRejected(String assertion, String reason) {
        assertRejected(send(assertion), reason);
    }

    /** The client is told the same whatever the reason is. */
    static void assertRejected(TokenOutcome outcome, String reason) {
        TokenOutcome.Refused refused = refused(outcome, OAuthError.INVALID_CLIENT);
        assertThat(refused.failure().detail()).isEqualTo(reason);
        assertThat(refused.failure().description())
                .startsWith("the client is not known here, or its assertion does not prove it:");
    }
}
