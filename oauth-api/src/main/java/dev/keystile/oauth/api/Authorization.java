package dev.keystile.oauth.api;

/**
 * The authorization endpoint and the two consent pages behind it (RFC 6749 section 4.1, RFC 7636,
 * RFC 8707, RFC 9207). A request in flight is not stored; it travels sealed in the page, bound to
 * the browser by a cookie. Safe for use by many threads.
 */
public interface Authorization {
    /**
     * Validates a request: first the client, then its redirect URI, then the rest.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    AuthorizationOutcome authorize(AuthorizationRequest request);

    /**
     * Takes a step on a consent page. An allowed grant is in the store before this returns.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    ConsentOutcome consent(ConsentStep step);
}
