package dev.keystile.oauth.api;

/** How a sign-in with an identity begins at the account page. */
public sealed interface IdentityStart {
    /**
     * Send the browser to the provider.
     *
     * @param browser the value for the browser's binding cookie: the one it had, or a new one
     */
    record To(Secret url, Secret browser) implements IdentityStart {}

    /** Nobody can sign in with an identity now. */
    record Unavailable() implements IdentityStart {}
}
