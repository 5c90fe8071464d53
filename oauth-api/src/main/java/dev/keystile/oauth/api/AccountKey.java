package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One of several API keys that a person's clients are connected with.
 *
 * @param id names it in {@link AccountStep.ReplaceKey}; no secret
 * @param text what tells it from the others, without giving it away
 * @param deadSince when it was found to work no more; null while it works
 */
public record AccountKey(
        String id, Connector connector, String text, @Nullable Instant deadSince) {}
