package dev.keystile.oauth.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A value that must not be seen: an API key, a token, a code, a client secret, a cookie. It prints
 * as a placeholder and compares in constant time; {@link #reveal()} is the only way out, so a text
 * search finds every use.
 */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /** The secret with this value. */
    public static Secret of(String value) {
        return new Secret(value);
    }

    /** The value itself. Never put it into a log, an error text, a metric or a trace. */
    public String reveal() {
        return value;
    }

    /** Compares in a time that depends on the length alone. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(utf8(), secret.utf8());
    }

    /** The same for all secrets: a hash would tell something of the value. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }

    private byte[] utf8() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
