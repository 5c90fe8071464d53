package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a client asks its registration to become (RFC 7592 section 2.2).
 *
 * @param clientId as the request repeats it; null when it does not
 * @param clientSecret as the request repeats it, which it need not; it can't be chosen
 * @param metadata all of it: what is left out is dropped or gets its default
 */
public record ClientUpdate(
        @Nullable String clientId, @Nullable Secret clientSecret, ClientMetadata metadata) {}
