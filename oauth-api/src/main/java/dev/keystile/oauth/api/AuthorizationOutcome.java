package dev.keystile.oauth.api;

/** What becomes of an authorization request. */
public sealed interface AuthorizationOutcome {
    /**
     * Show the page with the key field.
     *
     * @param browser the value for the browser's binding cookie: the one it had, or a new one
     */
    record Ask(KeyPrompt prompt, Secret browser) implements AuthorizationOutcome {}

    /** The client or its redirect URI is not known: an error page, never a redirect. */
    record Refused(OAuthFailure failure) implements AuthorizationOutcome {}

    /**
     * The client names a document that describes it, and that cannot be used now: an error page,
     * never a redirect. Later it may be had again.
     */
    record Undescribed(OAuthFailure failure) implements AuthorizationOutcome {}

    /** Anything else that is wrong goes back to the client. */
    record Redirect(AuthorizationResponse response) implements AuthorizationOutcome {}
}
