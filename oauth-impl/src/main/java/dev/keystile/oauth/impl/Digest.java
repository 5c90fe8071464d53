package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.security.MessageDigest;

/**
 * A SHA-256 digest as base64url: what is stored in place of a secret. Compared in constant time.
 */
record Digest(String value) {
    static Digest of(byte[] message) {
        return new Digest(Base64Url.encode(Crypto.sha256(message)));
    }

    static Digest of(Secret secret) {
        return of(Crypto.utf8(secret.reveal()));
    }

    boolean matches(Digest other) {
        return MessageDigest.isEqual(Crypto.utf8(value), Crypto.utf8(other.value));
    }
}
