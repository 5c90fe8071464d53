package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * Management of a registration by the client itself (RFC 7592). Whoever holds the registration
 * access token is the client; a client that a document describes has none. An unknown client, and a
 * token that is missing, wrong, or another client's, are all {@link ManagementOutcome.Unauthorized}
 * at the same cost. Safe for use by many threads; every method may throw {@link
 * dev.keystile.oauth.api.spi.StoreUnavailableException}.
 */
public interface ClientManagement {
    /** The registration as it is now (section 2.1). */
    ManagementOutcome read(ClientId client, @Nullable Secret token);

    /**
     * Replaces all metadata, by the rules of a registration (section 2.2). A client whose new
     * method of authentication needs a secret is issued one when it has none; one whose new method
     * needs none loses it. Of several at the same time each either stands or is replaced as a
     * whole.
     */
    ManagementOutcome update(ClientId client, @Nullable Secret token, ClientUpdate update);

    /**
     * Removes the client (section 2.3). Its codes and tokens are of no use from then on: at once on
     * this node, within 5 seconds on others that share the store.
     */
    ManagementOutcome delete(ClientId client, @Nullable Secret token);
}
