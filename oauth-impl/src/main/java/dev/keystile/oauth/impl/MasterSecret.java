package dev.keystile.oauth.impl;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The operator's secret, from which one key for each purpose is derived. Prints nothing of itself.
 */
public final class MasterSecret {
    /** Fewest bytes of an acceptable secret. */
    public static final int MIN_BYTES = 32;

    /** What a derived key is for; the names go into the derivation and never change. */
    enum Purpose {
        /** Seals what travels in the consent pages. */
        FORM,
        /** Makes the fingerprints of API keys. */
        FINGERPRINT,
        /** Derives the successors of a refresh token. */
        SUCCESSORS,
        /** Seals what stands in the store, over the sealing under each credential. */
        OUTER
    }

    private static final byte[] SALT = Crypto.utf8("keystile");
    private final byte[] secret;

    private MasterSecret(byte[] secret) {
        this.secret = secret;
    }

    /**
     * From at least {@value #MIN_BYTES} random bytes; throws {@code IllegalArgumentException} for
     * fewer.
     */
    public static MasterSecret of(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("expected at least " + MIN_BYTES + " random bytes");
        }
        return new MasterSecret(secret.clone());
    }

    /** A new one, for a process whose state dies with it. */
    public static MasterSecret draw(SecureRandom random) {
        return new MasterSecret(Crypto.random(random, MIN_BYTES));
    }

    byte[] key(Purpose purpose) {
        return Crypto.derive(secret, SALT, "key " + purpose.name());
    }

    /** Tells this secret from others, 4 bytes; not secret itself. */
    byte[] id() {
        return Arrays.copyOf(Crypto.derive(secret, SALT, "id"), 4);
    }

    @Override
    public String toString() {
        return "MasterSecret[redacted]";
    }
}
