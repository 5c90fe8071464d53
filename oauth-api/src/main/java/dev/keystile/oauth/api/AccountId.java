package dev.keystile.oauth.api;

/** The identifier of an account: a person's connection to an upstream. Not a secret. */
public record AccountId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
