package dev.keystile.oauth.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signing in with an identity at an OpenID provider in place of an API key: at consent by {@link
 * ConsentStep.Identify}, at the account page by {@link #begin}. A key has to be linked with the
 * identity once; of a linked key the server keeps a copy that it can open by itself. A sign-in on
 * its way is not stored; it travels sealed in the {@code state}, bound to the browser by the cookie
 * of consent. Safe for use by many threads.
 */
public interface IdentityLogin {
    /** What people know the provider by; empty when there is none, and all else is refused then. */
    Optional<String> provider();

    /**
     * Begins at the account page.
     *
     * @param browser the value of the browser's binding cookie; null when it has none yet
     * @param language a tag of BCP 47
     * @param toLink whether to ask for a key to link in any case; otherwise only of an identity
     *     that none is linked with
     */
    IdentityStart begin(@Nullable Secret browser, String language, boolean toLink);

    /**
     * Takes what the browser came back with from the provider. An identity that no key is linked
     * with may be linked: with the next accepted key at consent, or by {@link #link}.
     *
     * @param answer the query
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    IdentityReturn finish(Parameters answer, @Nullable Secret browser);

    /**
     * Links an identity with a key that clients are connected with, and opens a session of the
     * account page. The key is sent only where it was accepted before.
     *
     * @param proof {@link LinkPrompt#proof()}, as the form of the page brought it back
     * @return {@link IdentityOutcome.Opened}, {@link IdentityOutcome.Link} or {@link
     *     IdentityOutcome.Expired}
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    IdentityOutcome link(@Nullable Secret proof, @Nullable Secret browser, Secret apiKey);
}
