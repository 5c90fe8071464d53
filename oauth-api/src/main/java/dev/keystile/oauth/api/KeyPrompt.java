package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * The first consent page: it asks for the API key.
 *
 * @param typedUser what the person typed as user id before; null on the first showing
 * @param transaction the sealed request, to be sent back as it is
 */
public record KeyPrompt(ConsentSubject subject, @Nullable String typedUser, Secret transaction) {}
