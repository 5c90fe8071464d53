package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.TokenOutcome;
import java.time.Duration;

/**
 * What a grant type rules: the answer, and the fact that goes into the log once the ruling stands
 * in the store.
 *
 * @param theft whether the fact means that somebody else may hold the credential
 */
record Ruling(TokenOutcome outcome, TokenFact fact, String grant, boolean theft) {
    static Ruling issued(TokenOutcome outcome, TokenFact fact, Grant grant) {
        return new Ruling(outcome, fact, grant.id().value(), false);
    }

    static Ruling refused(OAuthFailure failure, String grant) {
        return new Ruling(new TokenOutcome.Refused(failure), TokenFact.REFUSED, grant, false);
    }

    static Ruling busy(Duration retryAfter, Grant grant) {
        return new Ruling(
                new TokenOutcome.Busy(retryAfter), TokenFact.BUSY, grant.id().value(), false);
    }

    static Ruling tooMany(LimitDecision.Limited limit, GrantId grant) {
        return new Ruling(
                new TokenOutcome.TooMany(limit), TokenFact.TOO_MANY, grant.value(), false);
    }

    /** A refusal that also ended the grant. */
    static Ruling theft(OAuthFailure failure, TokenFact fact, Grant grant) {
        return new Ruling(new TokenOutcome.Refused(failure), fact, grant.id().value(), true);
    }

    /** The private reason of a refusal; empty otherwise. */
    String reason() {
        return switch (outcome) {
            case TokenOutcome.Refused(OAuthFailure failure) ->
                    "error=" + failure.error().code() + " reason=" + failure.detail();
            case TokenOutcome.TooMany(var limit) -> "rule=" + limit.rule().text();
            case TokenOutcome.Issued _, TokenOutcome.Busy _ -> "";
        };
    }
}
