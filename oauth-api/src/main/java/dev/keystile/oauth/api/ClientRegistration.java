package dev.keystile.oauth.api;

/** Dynamic client registration (RFC 7591). Safe for use by many threads. */
public interface ClientRegistration {
    /**
     * Registers a client. The record is in the store before this returns.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer
     */
    RegistrationOutcome register(ClientMetadata requested);
}
