package dev.keystile.oauth.api;

/**
 * A client identifier (RFC 6749 section 2.2). Those minted here never begin with {@code https://}.
 */
public record ClientId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
