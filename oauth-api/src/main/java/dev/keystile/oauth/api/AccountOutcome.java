package dev.keystile.oauth.api;

/** What a session gives. */
public sealed interface AccountOutcome {
    /** What there is to see. */
    record Shown(AccountView view) implements AccountOutcome {}

    /** Done; the session goes on. */
    record Done() implements AccountOutcome {}

    /** The key was replaced; other sessions have ended, and this is the one to go on with. */
    record KeyReplaced(Secret session) implements AccountOutcome {}

    /** All is ended, the session too. */
    record Ended() implements AccountOutcome {}

    /** The new key was not taken, and nothing was changed. */
    record KeyRefused(AccountView view, KeyProblem problem) implements AccountOutcome {}

    /** Too many new keys were tried; nothing was checked. */
    record TooMany(AccountView view, LimitDecision.Limited limit) implements AccountOutcome {}

    /** Whoever signed in with a dead key can only disconnect. Nothing was changed. */
    record KeyDead(AccountView view) implements AccountOutcome {}

    /** The session is over, was altered, or is not that of the page. Nothing was changed. */
    record NoSession() implements AccountOutcome {}
}
