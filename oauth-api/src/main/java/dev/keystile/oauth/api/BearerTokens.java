package dev.keystile.oauth.api;

/** Checks access tokens for the resource server (RFC 6750). Safe for use by many threads. */
public interface BearerTokens {
    /**
     * Whether this token may be used at this resource now. A token is valid for the one resource it
     * was issued for. Answers may be up to 5 seconds old where several nodes share a store.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    BearerCheck check(Secret token, ProtectedResource resource);

    /**
     * Whether what a good access token once gave may go on, as a stream that was opened with it:
     * the grant is neither over nor revoked, its client and account are there, and the API key
     * works. That the token itself has ended since does not matter. Answers are as fresh as those
     * of {@link #check}.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    boolean live(GrantId grant);
}
