package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;

/** Tells the observer what becomes of authorization requests and of the pages behind them. */
record ConsentWatch(RequestValidation validation, Observer observer) {
    private static final System.Logger LOG = System.getLogger(ConsentWatch.class.getName());

    /** Validates a request. */
    RequestValidation.Verdict validate(Parameters parameters, Instant now) {
        RequestValidation.Verdict verdict = validation.validate(parameters, now);
        observer.note(
                switch (verdict) {
                    case RequestValidation.Verdict.Valid(AuthorizationTransaction transaction) ->
                            new Event.Asked(attempt(transaction));
                    case RequestValidation.Verdict.Untrusted(OAuthFailure failure) ->
                            notAsked(parameters, failure, false);
                    case RequestValidation.Verdict.Undescribed(OAuthFailure failure) ->
                            notAsked(parameters, failure, false);
                    case RequestValidation.Verdict.Invalid(_, _, _, OAuthFailure failure) ->
                            notAsked(parameters, failure, true);
                });
        return verdict;
    }

    /** Whether the client still says of itself what it said when it asked. */
    boolean unchanged(AuthorizationTransaction transaction) {
        return validation.unchanged(transaction);
    }

    /** The outcome of a step; that a grant was made says who makes it. */
    ConsentOutcome noted(
            ConsentStep step, AuthorizationTransaction transaction, ConsentOutcome outcome) {
        Event.Attempt attempt = attempt(transaction);
        switch (outcome) {
            case ConsentOutcome.AskAgain(_, var problem) ->
                    observer.note(new Event.KeyTyped(attempt, problem.name()));
            case ConsentOutcome.TooMany _ -> observer.note(new Event.KeyTyped(attempt, "TOO_MANY"));
            case ConsentOutcome.Review _ -> accepted(transaction);
            case ConsentOutcome.Redirect _ when step instanceof ConsentStep.Deny ->
                    observer.note(new Event.Denied(attempt));
            case ConsentOutcome.Redirect _,
                    ConsentOutcome.ChooseAgain _,
                    ConsentOutcome.ToProvider _ -> {}
            case ConsentOutcome.Expired _ -> noteExpired();
        }
        return outcome;
    }

    /** The key that was typed for a request works. */
    void accepted(AuthorizationTransaction transaction) {
        observer.note(new Event.KeyTyped(attempt(transaction), null));
    }

    /** The outcome of a step on a page that does not open. */
    ConsentOutcome expired() {
        noteExpired();
        return new ConsentOutcome.Expired();
    }

    private void noteExpired() {
        LOG.log(System.Logger.Level.INFO, "consent.expired");
        observer.note(new Event.PageExpired());
    }

    static Event.Attempt attempt(AuthorizationTransaction transaction) {
        return new Event.Attempt(
                transaction.client(), transaction.redirectUri(), transaction.resource());
    }

    private static Event notAsked(Parameters parameters, OAuthFailure failure, boolean told) {
        return new Event.NotAsked(
                parameters.value("client_id"),
                parameters.value("redirect_uri"),
                parameters.value("resource"),
                failure.error().code(),
                failure.detail(),
                told);
    }
}
