package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/**
 * Seals texts and bytes under one derived key of the operator's secret: id of the secret, a salt,
 * and AES-256-GCM with the context as associated data. Opens also what was sealed under a secret
 * that the operator replaced.
 *
 * <p>The message key is derived from salt and context, so it seals one message and its nonce may be
 * constant: two values meet only when they have the same context and drew the same 128 bits.
 */
final class Sealer {
    private static final int ID_BYTES = MasterSecret.ID_BYTES;
    private static final int SALT_BYTES = 16;
    private final PurposeKeys keys;
    private final int saltBytes;

    Sealer(MasterSecret secret, MasterSecret.Purpose purpose) {
        this(secret.keys(purpose), SALT_BYTES);
    }

    private Sealer(PurposeKeys keys, int saltBytes) {
        this.keys = keys;
        this.saltBytes = saltBytes;
    }

    /**
     * The same without a salt, for contexts each of which has one message for good: whoever seals
     * it, and however often, the value is the same, and the key has sealed nothing else.
     */
    Sealer unsalted() {
        return new Sealer(keys, 0);
    }

    String seal(byte[] message, String context, SecureRandom random) {
        byte[] salt = Crypto.random(random, saltBytes);
        PurposeKeys.Derived current = keys.current();
        byte[] sealed = Crypto.seal(messageKey(current, salt, context), message, context);
        return Base64Url.encode(
                ByteBuffer.allocate(ID_BYTES + saltBytes + sealed.length)
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
                .filter(bytes -> bytes.length > ID_BYTES + saltBytes)
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

    /** Whether values may lie under a secret that was replaced. */
    boolean mayBeStale() {
        return keys.all().count() > 1;
    }

    private Optional<byte[]> openBytes(byte[] bytes, String context) {
        byte[] salt = Arrays.copyOfRange(bytes, ID_BYTES, ID_BYTES + saltBytes);
        byte[] sealed = Arrays.copyOfRange(bytes, ID_BYTES + saltBytes, bytes.length);
        return keys.of(secret(bytes))
                .flatMap(derived ->
                        Crypto.open(messageKey(derived, salt, context), sealed, context));
    }

    private static Bytes secret(byte[] bytes) {
        return Bytes.of(Arrays.copyOf(bytes, ID_BYTES));
    }

    private static byte[] messageKey(PurposeKeys.Derived derived, byte[] salt, String context) {
        return Crypto.derive(derived.key().array(), salt, "message of " + context);
    }
}
