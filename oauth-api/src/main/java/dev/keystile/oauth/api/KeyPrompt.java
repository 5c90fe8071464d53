package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * The first consent page: it asks for the API key.
 *
 * @param typedUser what the person typed as user id before; null on the first showing
 * @param reviewFollows whether a second page shows what the key unlocks; otherwise an accepted key
 *     is consent
 * @param transaction the sealed request, to be sent back as it is
 */
public record KeyPrompt(
        ConsentSubject subject,
        @Nullable String typedUser,
        boolean reviewFollows,
        Secret transaction) {}
