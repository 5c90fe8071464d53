package dev.keystile.oauth.api;

/**
 * The public keys of a client that authenticates with {@code private_key_jwt}; never both of {@code
 * jwks} and {@code jwks_uri} (RFC 7591 section 2).
 */
public sealed interface ClientKeys {
    /**
     * Keys that are part of the metadata.
     *
     * @param json a JSON Web Key Set as JSON text (RFC 7517 section 5)
     */
    record Inline(String json) implements ClientKeys {}

    /** Keys that the client publishes, so that it can change them on its own. */
    record Published(String jwksUri) implements ClientKeys {}
}
