package dev.keystile.oauth.api;

/**
 * The token endpoint (RFC 6749 section 3.2; grants of sections 4.1.3 and 6). Safe for use by many
 * threads.
 */
public interface Tokens {
    /**
     * Authenticates the client and redeems its code or rotates its refresh token. Both happen at
     * most once under any race, across all nodes that share the store.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    TokenOutcome token(ClientRequest request);

    /**
     * Whether to know the client of this id would take a document that was not read yet. Anybody
     * can make up such ids without end, so requests with them are to be limited by network alone.
     */
    default boolean unread(String clientId) {
        return false;
    }
}
