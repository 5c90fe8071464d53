package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A SHA-256 digest as base64url: what is stored in place of a secret. Compared in constant time.
 */
record Digest(String value) {
    private static final Secret NOTHING = Secret.of("");

    static Digest of(byte[] message) {
        return new Digest(Base64Url.encode(Crypto.sha256(message)));
    }

    static Digest of(Secret secret) {
        return of(Crypto.utf8(secret.reveal()));
    }

    /**
     * Whether this is the secret whose digest is stored. Takes as long when nothing is stored or
     * nothing was shown.
     */
    static boolean proves(@Nullable Secret shown, @Nullable Digest stored) {
        Digest digest = of(Objects.requireNonNullElse(shown, NOTHING));
        boolean equal = Objects.requireNonNullElse(stored, of(NOTHING)).matches(digest);
        return equal && shown != null && stored != null;
    }

    boolean matches(Digest other) {
        return MessageDigest.isEqual(Crypto.utf8(value), Crypto.utf8(other.value));
    }
}
