package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals texts and bytes under one derived key of the operator's secret: id of the secret, a salt
 * that makes a fresh message key, and AES-256-GCM with the context as associated data. Opens also
 * what was sealed under a secret that the operator replaced.
 */
final class Sealer {
    private static final int ID_BYTES = MasterSecret.ID_BYTES;
    private static final int SALT_BYTES = 32;
    private final PurposeKeys keys;

    Sealer(MasterSecret secret, MasterSecret.Purpose purpose) {
        this.keys = secret.keys(purpose);
    }

    String seal(byte[] message, String context, SecureRandom random) {
        byte[] salt = Crypto.random(random, SALT_BYTES);
        PurposeKeys.Derived current = keys.current();
        byte[] sealed = Crypto.seal(messageKey(current, salt), message, context);
        return Base64Url.encode(
                ByteBuffer.allocate(ID_BYTES + SALT_BYTES + sealed.length)
                        .put(current.secret().array())
                        .put(salt)
                        .put(sealed)
                        .array());
    }

    /**
     * Empty when the value was altered, belongs to another context, or was sealed under a secret
     * that is not known.
     */
    Optional<byte[]> open(String value, String context) {
        return Base64Url.parse(value)
                .filter(bytes -> bytes.length > ID_BYTES + SALT_BYTES)
                .flatMap(bytes -> openBytes(bytes, context));
    }

    /**
     * The same message under the secret in force; the value itself when it already is, or when it
     * does not open.
     */
    String renew(String value, String context, SecureRandom random) {
        return current(value)
                ? value
                : open(value, context).map(message -> seal(message, context, random)).orElse(value);
    }

    /** Whether a value was sealed under the secret in force; also when it was erased. */
    boolean current(String value) {
        return value.isEmpty()
                || Base64Url.parse(value)
                        .filter(bytes -> bytes.length > ID_BYTES)
                        .map(bytes -> secret(bytes).equals(keys.current().secret()))
                        .orElse(false);
    }

    private Optional<byte[]> openBytes(byte[] bytes, String context) {
        byte[] salt = Arrays.copyOfRange(bytes, ID_BYTES, ID_BYTES + SALT_BYTES);
        byte[] sealed = Arrays.copyOfRange(bytes, ID_BYTES + SALT_BYTES, bytes.length);
        return keys.of(secret(bytes))
                .flatMap(derived -> Crypto.open(messageKey(derived, salt), sealed, context));
    }

    private static Bytes secret(byte[] bytes) {
        return Bytes.of(Arrays.copyOf(bytes, ID_BYTES));
    }

    private static byte[] messageKey(PurposeKeys.Derived derived, byte[] salt) {
        return Crypto.derive(derived.key().array(), salt, "message");
    }
}
