package dev.keystile.oauth.api;

/**
 * The introspection endpoint (RFC 7662), for resource servers and the admin that the configuration
 * names. Safe for use by many threads.
 */
public interface Introspection {
    /**
     * Authenticates the caller and says what an access token is worth now; the store is asked, so
     * that the answer sees every revocation.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    IntrospectionOutcome introspect(ClientRequest request);
}
