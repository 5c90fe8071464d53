package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals texts and bytes under one derived key of the operator's secret: id of the secret, a salt
 * that makes a fresh message key, and AES-256-GCM with the context as associated data.
 */
final class Sealer {
    private static final int SALT_BYTES = 32;
    private final byte[] id;
    private final byte[] key;

    Sealer(MasterSecret secret, MasterSecret.Purpose purpose) {
        this.id = secret.id();
        this.key = secret.key(purpose);
    }

    String seal(byte[] message, String context, SecureRandom random) {
        byte[] salt = Crypto.random(random, SALT_BYTES);
        byte[] sealed = Crypto.seal(Crypto.derive(key, salt, "message"), message, context);
        return Base64Url.encode(
                ByteBuffer.allocate(id.length + SALT_BYTES + sealed.length)
                        .put(id)
                        .put(salt)
                        .put(sealed)
                        .array());
    }

    /**
     * Empty when the value was altered, belongs to another context, or was sealed under another
     * secret.
     */
    Optional<byte[]> open(String value, String context) {
        return Base64Url.parse(value)
                .filter(bytes -> bytes.length > id.length + SALT_BYTES)
                .filter(bytes -> Arrays.equals(bytes, 0, id.length, id, 0, id.length))
                .flatMap(bytes -> openBytes(bytes, context));
    }

    private Optional<byte[]> openBytes(byte[] bytes, String context) {
        byte[] salt = Arrays.copyOfRange(bytes, id.length, id.length + SALT_BYTES);
        byte[] sealed = Arrays.copyOfRange(bytes, id.length + SALT_BYTES, bytes.length);
        return Crypto.open(Crypto.derive(key, salt, "message"), sealed, context);
    }
}
