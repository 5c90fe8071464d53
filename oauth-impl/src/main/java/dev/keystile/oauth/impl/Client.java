package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registered client.
 *
 * @param secretDigest of a confidential client; null for a public one
 */
record Client(
        ClientId id, ClientMetadata metadata, @Nullable Digest secretDigest, Instant registeredAt) {
    /** The client's own name, cleaned for people; its id when it gave none. */
    String displayName() {
        return Objects.requireNonNullElse(metadata.clientName(), id.value());
    }

    boolean allows(GrantType type) {
        return metadata.grantTypes().contains(type.value());
    }
}
