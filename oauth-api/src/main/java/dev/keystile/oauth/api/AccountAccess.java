package dev.keystile.oauth.api;

/**
 * What a person sees of the clients that are connected with their API key, and does about them. A
 * session lasts 15 minutes and is not stored: the browser holds it sealed. It ends early when
 * everything is disconnected or the key is replaced elsewhere. Safe for use by many threads.
 */
public interface AccountAccess {
    /**
     * Opens a session for whoever has a key that clients are connected with. The key is sent only
     * where it was accepted before.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    AccountSignIn signIn(Secret apiKey);

    /**
     * What a session opens; {@link AccountOutcome.NoSession} or {@link AccountOutcome.Shown}.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    AccountOutcome view(Secret session);

    /**
     * Does something. It is in force before this returns, on other nodes soon after. A step that
     * was interrupted by an outage can be repeated.
     *
     * @param page {@link AccountView#page()}, as the form of the page brought it back
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    AccountOutcome take(Secret session, Secret page, AccountStep step);
}
