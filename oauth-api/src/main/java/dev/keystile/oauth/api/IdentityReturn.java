package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of somebody who comes back from an OpenID provider.
 *
 * @param language the tag of the language in which they left; null when that is not known
 */
public record IdentityReturn(@Nullable String language, IdentityOutcome outcome) {}
