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
}
