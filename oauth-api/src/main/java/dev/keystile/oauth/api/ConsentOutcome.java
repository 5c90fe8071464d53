package dev.keystile.oauth.api;

/** What becomes of a consent step. */
public sealed interface ConsentOutcome {
    /** The key page again, with the reason. */
    record AskAgain(KeyPrompt prompt, KeyProblem problem) implements ConsentOutcome {}

    /**
     * Too many keys were tried, or one page was allowed too often: the key page, for later. Nothing
     * was checked or allowed.
     */
    record TooMany(KeyPrompt prompt, LimitDecision.Limited limit) implements ConsentOutcome {}

    /** The key was accepted: show what it unlocks. */
    record Review(ReviewPrompt prompt) implements ConsentOutcome {}

    /** Allowed, but not said which tools: the same again. */
    record ChooseAgain(ReviewPrompt prompt) implements ConsentOutcome {}

    /** Send the browser to the OpenID provider. */
    record ToProvider(Secret url) implements ConsentOutcome {}

    /** Done: back to the client, with a code or with {@code access_denied}. */
    record Redirect(AuthorizationResponse response) implements ConsentOutcome {}

    /**
     * The page is too old, was altered, or was shown to another browser. Nothing was checked or
     * sent.
     */
    record Expired() implements ConsentOutcome {}
}
