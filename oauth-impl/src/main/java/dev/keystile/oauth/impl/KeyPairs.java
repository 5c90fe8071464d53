package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/** X25519 key pairs and sealing to a public key by the JDK's DHKEM (RFC 9180 section 4.1). */
final class KeyPairs {
    private static final String CURVE = "X25519";
    private static final int ENCAPSULATION_BYTES = 32;

    private KeyPairs() {}

    /** A key pair: X.509 and PKCS#8 encodings. */
    record Pair(Bytes publicKey, Bytes privateKey) {}

    static Pair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(CURVE);
            generator.initialize(NamedParameterSpec.X25519, random);
            KeyPair pair = generator.generateKeyPair();
            return new Pair(
                    Bytes.of(pair.getPublic().getEncoded()),
                    Bytes.of(pair.getPrivate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }

    static byte[] sealTo(Bytes publicKey, byte[] message, String context, SecureRandom random) {
        try {
            PublicKey key =
                    KeyFactory.getInstance(CURVE)
                            .generatePublic(new X509EncodedKeySpec(publicKey.array()));
            KEM.Encapsulated shared =
                    KEM.getInstance("DHKEM").newEncapsulator(key, null, random).encapsulate();
            byte[] sealed =
                    Crypto.seal(messageKey(shared.key().getEncoded(), context), message, context);
            return ByteBuffer.allocate(ENCAPSULATION_BYTES + sealed.length)
                    .put(shared.encapsulation())
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }

    static Optional<byte[]> openWith(Bytes privateKey, byte[] sealed, String context) {
        byte[] encapsulation = Arrays.copyOf(sealed, ENCAPSULATION_BYTES);
        byte[] message = Arrays.copyOfRange(sealed, ENCAPSULATION_BYTES, sealed.length);
        try {
            var key =
                    KeyFactory.getInstance(CURVE)
                            .generatePrivate(new PKCS8EncodedKeySpec(privateKey.array()));
            var shared = KEM.getInstance("DHKEM").newDecapsulator(key).decapsulate(encapsulation);
            return Crypto.open(messageKey(shared.getEncoded(), context), message, context);
        } catch (DecapsulateException altered) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }

    private static byte[] messageKey(byte[] shared, String context) {
        return Crypto.derive(shared, new byte[0], context);
    }
}
