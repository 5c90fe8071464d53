package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ReviewPrompt;
import org.jspecify.annotations.Nullable;

/**
 * The pages of {@link OAuthEndpoints}, each a whole HTML document. Whatever a {@link
 * ConsentSubject} says of its client is that client's own claim, except for the hosts: it has to be
 * escaped, and the hosts have to be shown.
 *
 * <p>Forms are posted to {@code /oauth/callback} with {@code transaction}, the prompt's value as it
 * is, and {@code decision}: {@code continue} on the first page, {@code allow} on the second, {@code
 * deny} on both. The first adds {@code api_key}, {@code user_id} where the prompt leaves the
 * resource open, and {@code connector} where it has choices. The second adds {@code tools}: {@code
 * all}, {@code read-only}, or {@code some} with a {@code tool} for each name; and {@code
 * replace=yes} where there is a dead key to replace. Scripts, images and styles from elsewhere are
 * not loaded; a {@code style} element is.
 */
public interface ConsentPages {
    /**
     * The first page, which asks for the key.
     *
     * @param problem why it is shown again; null on the first showing
     */
    String key(KeyPrompt prompt, @Nullable KeyProblem problem);

    /** The second page: what the key unlocks. */
    String review(ReviewPrompt prompt);

    /** The way back to a client for which nobody vouches: names the host and links there. */
    String leave(AuthorizationResponse response);

    /** Something cannot go on; the text says what. It may be the person or the app that erred. */
    String problem(String text);

    /** Pages in plain HTML and English. */
    static ConsentPages plain() {
        return new PlainConsentPages();
    }
}
