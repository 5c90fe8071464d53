package dev.keystile.oauth.api;

/** The identifier of an authorization grant: 128 random bits as base64url. Not a secret. */
public record GrantId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
