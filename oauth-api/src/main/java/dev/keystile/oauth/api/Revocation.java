package dev.keystile.oauth.api;

/** The revocation endpoint (RFC 7009). Safe for use by many threads. */
public interface Revocation {
    /**
     * Authenticates the client and ends its token. A refresh token, also one that was rotated, ends
     * its grant with all tokens and the API key; an access token ends alone. Seen at once on this
     * node, within 5 seconds on others that share the store.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    RevocationOutcome revoke(ClientRequest request);
}
