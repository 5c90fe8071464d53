package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of its registration (RFC 7591 section 3.2.1, RFC 7592 section 3).
 *
 * @param clientSecret present only where it is issued, to clients that authenticate with one; it
 *     does not expire and cannot be read again
 * @param metadata all that is registered
 * @param management where and how the client can manage its registration
 */
public record ClientInformation(
        ClientId clientId,
        @Nullable Secret clientSecret,
        Instant issuedAt,
        ClientMetadata metadata,
        Management management) {
    /**
     * The client configuration endpoint and what opens it.
     *
     * @param uri of this one client
     */
    public record Management(String uri, Secret accessToken) {}
}
