package dev.keystile.oauth.impl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The JDK's primitives with the one parameter choice made here: SHA-256, HMAC, HKDF, and
 * AES-256-GCM.
 */
final class Crypto {
    /** Length of every key, digest and secret, in bytes. */
    static final int KEY_BYTES = 32;

    /** Every AES key here seals one message only, so the nonce may be constant. */
    private static final GCMParameterSpec ONE_MESSAGE = new GCMParameterSpec(128, new byte[12]);

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final String KEY_DERIVATION = "HKDF-SHA256";
    private static final String MAC = "HmacSHA256";

    /** Whose they are, asked once: asking takes a third as long again as what is asked for. */
    private static final Provider CIPHERS =
            provider(() -> Cipher.getInstance(CIPHER).getProvider());

    private static final Provider MACS = provider(() -> Mac.getInstance(MAC).getProvider());

    private static final Provider DERIVATIONS =
            provider(() -> Security.getProvider(KDF.getInstance(KEY_DERIVATION).getProviderName()));

    private Crypto() {}

    /** What may be missing in a JDK. */
    @FunctionalInterface
    private interface Lookup {
        Provider find() throws GeneralSecurityException;
    }

    private static Provider provider(Lookup lookup) {
        try {
            return lookup.find();
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] random(SecureRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    static byte[] sha256(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance(MAC, MACS);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** HKDF-SHA256 (RFC 5869): 32 bytes from a key, a salt, and a text that names the purpose. */
    static byte[] derive(byte[] key, byte[] salt, String info) {
        try {
            var parameters =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(key)
                            .addSalt(salt)
                            .thenExpand(utf8(info), KEY_BYTES);
            return KDF.getInstance(KEY_DERIVATION, DERIVATIONS).deriveData(parameters);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** Seals one message under a key that seals no other. */
    static byte[] seal(byte[] onceKey, byte[] message, String context) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, onceKey, context).doFinal(message);
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** Opens a sealed message; empty when the key, the context or a single bit is not right. */
    static Optional<byte[]> open(byte[] onceKey, byte[] sealed, String context) {
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, onceKey, context).doFinal(sealed));
        } catch (AEADBadTagException altered) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw broken(e);
        }
    }

    /** The JDK lacks an algorithm that every JDK has, or was handed an impossible key: a bug. */
    static IllegalStateException broken(GeneralSecurityException e) {
        return new IllegalStateException("cryptography of this JDK failed", e);
    }

    private static Cipher cipher(int mode, byte[] key, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER, CIPHERS);
        cipher.init(mode, new SecretKeySpec(key, "AES"), ONE_MESSAGE);
        cipher.updateAAD(utf8(context));
        return cipher;
    }
}
