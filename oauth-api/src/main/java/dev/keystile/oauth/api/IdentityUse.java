package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * An identity that somebody signed in with on their way to a consent page.
 *
 * @param key what tells the linked key that is used from others, without giving it away; null when
 *     the key was typed, and may be linked
 */
public record IdentityUse(Identity identity, @Nullable String key) {}
