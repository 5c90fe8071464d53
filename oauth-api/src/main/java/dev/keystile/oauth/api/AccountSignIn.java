package dev.keystile.oauth.api;

/** What becomes of a sign-in with an API key. */
public sealed interface AccountSignIn {
    /** Let in, with the session for the browser to hold. */
    record Opened(Secret session) implements AccountSignIn {}

    /** Nothing is connected with this key; it was sent nowhere. */
    record NothingConnected() implements AccountSignIn {}

    /**
     * Not let in.
     *
     * @param problem {@link KeyProblem#MALFORMED} or {@link KeyProblem#UNAVAILABLE}; {@link
     *     KeyProblem#REJECTED} where an identity is to be linked with a key that does not work
     */
    record Refused(KeyProblem problem) implements AccountSignIn {}

    /** Tried too often; nothing was checked. */
    record TooMany(LimitDecision.Limited limit) implements AccountSignIn {}
}
