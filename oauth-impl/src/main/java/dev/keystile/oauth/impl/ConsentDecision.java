package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.time.Instant;

/** What allowing does, and denying; either sends the browser back to the client. */
record ConsentDecision(
        ResourceChoice choice,
        ConsentWatch validation,
        ReplacementOffer offer,
        GrantIssue grants,
        Issuer issuer) {
    private static final System.Logger LOG = System.getLogger(ConsentDecision.class.getName());

    /** The grant is in the store before this returns. */
    ConsentOutcome allow(
            ConsentStep.Allow step,
            ToolPolicy tools,
            AuthorizationTransaction transaction,
            Instant now) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        ProtectedResource resource = choice.of(transaction).orElse(null);
        if (key == null || resource == null || !validation.unchanged(transaction)) {
            return new ConsentOutcome.Expired();
        }
        if (step.replace()) {
            offer.accept(resource.connector(), key.apiKey(), key.owner(), now);
        }
        if (step.link()) {
            link(transaction, resource, key, now);
        }
        Secret code = grants.issue(transaction, resource, key, tools, now);
        return new ConsentOutcome.Redirect(
                responses().code(transaction.redirectUri(), code, transaction.state()));
    }

    /** Allows what was asked for as soon as its key is accepted, where no second page follows. */
    ConsentOutcome allowAtOnce(
            ConsentStep.Continue typed,
            AuthorizationTransaction asked,
            AuthorizationTransaction accepted,
            Instant now) {
        validation.accepted(asked);
        return allow(
                new ConsentStep.Allow(typed.transaction(), typed.browser()),
                new ToolPolicy.Everything(),
                accepted,
                now);
    }

    private void link(
            AuthorizationTransaction transaction,
            ProtectedResource resource,
            AuthorizationTransaction.AcceptedKey key,
            Instant now) {
        AuthorizationTransaction.SignedIn person = transaction.identity();
        if (person != null) {
            Accounts accounts = grants.life().accounts();
            Account account = accounts.obtain(resource, key.apiKey(), key.owner(), now);
            accounts.links().link(account, key.apiKey(), person.identity(), now);
        }
    }

    ConsentOutcome deny(AuthorizationTransaction transaction) {
        LOG.log(System.Logger.Level.INFO, "consent.denied client={0}", transaction.client());
        OAuthFailure denied =
                new OAuthFailure(OAuthError.ACCESS_DENIED, "the person chose not to allow this");
        AuthorizationResponse response =
                responses()
                        .error(
                                transaction.client(),
                                transaction.redirectUri(),
                                denied,
                                transaction.state());
        return new ConsentOutcome.Redirect(response);
    }

    private ResponseUri responses() {
        return new ResponseUri(issuer);
    }
}
