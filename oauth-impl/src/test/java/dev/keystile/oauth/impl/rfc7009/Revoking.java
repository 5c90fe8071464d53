package dev.keystile.oauth.impl.rfc7009;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;

/** Sends revocation requests, and looks at what became of the tokens. */
record Revoking(InMemoryServer gateway) {
    static Form form(ClientInformation client, Secret token) {
        Form form = Form.of("client_id", client.clientId().value(), "token", token.reveal());
        return InMemoryServer.authenticated(form, client);
    }

    RevocationOutcome revoke(Form form) {
        return revoke(form, null);
    }

    RevocationOutcome revoke(Form form, String authorization) {
        Secret header = authorization == null ? null : Secret.of(authorization);
        return gateway.server.revocation().revoke(new ClientRequest(form.parameters(), header));
    }

    void assertDone(RevocationOutcome outcome) {
        assertThat(outcome).isEqualTo(new RevocationOutcome.Done());
    }

    static RevocationOutcome.Refused assertRefused(RevocationOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(RevocationOutcome.Refused.class);
        RevocationOutcome.Refused refused = (RevocationOutcome.Refused) outcome;
        assertThat(refused.failure().error()).isEqualTo(error);
        assertThat(refused.failure().description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        return refused;
    }

    void assertWorks(TokenResponse tokens) {
        assertThat(gateway.check(tokens.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    void assertDead(Secret access, BearerProblem problem) {
        assertThat(gateway.check(access)).isEqualTo(new BearerCheck.Refused(problem));
    }
}
