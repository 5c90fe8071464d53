package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a registration (RFC 7591 section 3.2.1).
 *
 * @param clientSecret issued only to clients that authenticate with one; it does not expire and
 *     cannot be read again
 * @param metadata all that was registered
 */
public record ClientInformation(
        ClientId clientId,
        @Nullable Secret clientSecret,
        Instant issuedAt,
        ClientMetadata metadata) {}
