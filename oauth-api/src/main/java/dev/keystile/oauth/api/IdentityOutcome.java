package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/** What becomes of a sign-in with an identity. */
public sealed interface IdentityOutcome {
    /** It began at consent, which goes on: with the second page, or with the first one again. */
    record Consent(ConsentOutcome outcome) implements IdentityOutcome {}

    /** Let in to the account page, with the session for the browser to hold. */
    record Opened(Secret session) implements IdentityOutcome {}

    /**
     * Ask for the key to link with the identity.
     *
     * @param refused why the typed key did not serve; null when none was typed yet
     */
    record Link(LinkPrompt prompt, @Nullable AccountSignIn refused) implements IdentityOutcome {}

    /** Not let in to the account page; one of the {@code IDENTITY_} problems. */
    record Refused(KeyProblem problem) implements IdentityOutcome {}

    /** Too old, altered, or of another browser. Nothing was asked of anybody. */
    record Expired() implements IdentityOutcome {}
}
