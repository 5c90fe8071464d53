package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A client: registered here, or as its document describes it.
 *
 * @param secretDigest of a confidential client; null for a public one
 * @param managementToken digest of its registration access token; null for one that is described
 * @param registeredAt when it was registered, or its document read
 */
record Client(
        ClientId id,
        ClientMetadata metadata,
        @Nullable Digest secretDigest,
        @Nullable Digest managementToken,
        Instant registeredAt) {
    /** A client that cannot manage itself here. */
    Client(
            ClientId id,
            ClientMetadata metadata,
            @Nullable Digest secretDigest,
            Instant registeredAt) {
        this(id, metadata, secretDigest, null, registeredAt);
    }

    /** A client of which nothing is known but that it exists. */
    static Client unread(ClientId id, Instant now) {
        ClientMetadata nothing =
                new ClientMetadata(
                        List.of(),
                        null,
                        AuthMethod.NONE.value(),
                        null,
                        GrantType.all(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null);
        return new Client(id, nothing, null, now);
    }

    /** The same registration with other metadata. */
    Client with(ClientMetadata next, @Nullable Digest nextSecret) {
        return new Client(id, next, nextSecret, managementToken, registeredAt);
    }

    /** The client's own name, cleaned for people; its id when it gave none. */
    String displayName() {
        return Objects.requireNonNullElse(metadata.clientName(), id.value());
    }

    /** How it has to authenticate. */
    AuthMethod method() {
        String registered = metadata.tokenEndpointAuthMethod();
        return registered == null
                ? AuthMethod.NONE
                : AuthMethod.of(registered).orElseThrow(IllegalStateException::new);
    }

    boolean allows(GrantType type) {
        return metadata.grantTypes().contains(type.value());
    }

    /** Tells whether what a person was shown, or relies on, has changed. */
    Digest metadataDigest() {
        return Digest.of(Crypto.utf8(ClientCodec.write(metadata).build().toString()));
    }
}
