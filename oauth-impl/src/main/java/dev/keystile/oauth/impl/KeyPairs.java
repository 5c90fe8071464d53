package dev.keystile.oauth.impl;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.DecapsulateException;
import javax.crypto.KEM;

/** X25519 key pairs and sealing to a public key by the JDK's DHKEM (RFC 9180 section 4.1). */
final class KeyPairs {
    private static final String CURVE = "X25519";
    private static final int KEY_BYTES = 32;
    private static final int ENCAPSULATION_BYTES = 32;

    /** What an X.509 encoding has before the key itself (RFC 8410 section 4). */
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b656e032100");

    private KeyPairs() {}

    /** A key pair: 32 bytes each, as RFC 7748 section 5 has them. */
    record Pair(Bytes publicKey, Bytes privateKey) {}

    static Pair generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(CURVE);
            generator.initialize(NamedParameterSpec.X25519, random);
            KeyPair pair = generator.generateKeyPair();
            byte[] scalar = ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
            return new Pair(raw(pair.getPublic()), Bytes.of(scalar));
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }

    static byte[] sealTo(Bytes publicKey, byte[] message, String context, SecureRandom random) {
        try {
            KEM.Encapsulated shared =
                    KEM.getInstance("DHKEM")
                            .newEncapsulator(publicKey(publicKey), null, random)
                            .encapsulate();
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
                            .generatePrivate(
                                    new XECPrivateKeySpec(
                                            NamedParameterSpec.X25519, privateKey.array()));
            var shared = KEM.getInstance("DHKEM").newDecapsulator(key).decapsulate(encapsulation);
            return Crypto.open(messageKey(shared.getEncoded(), context), message, context);
        } catch (DecapsulateException altered) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw Crypto.broken(e);
        }
    }

    private static Bytes raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Bytes.of(Arrays.copyOfRange(encoded, X509.length, encoded.length));
    }

    private static PublicKey publicKey(Bytes raw) throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509, X509.length + KEY_BYTES);
        System.arraycopy(raw.array(), 0, encoded, X509.length, KEY_BYTES);
        return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static byte[] messageKey(byte[] shared, String context) {
        return Crypto.derive(shared, new byte[0], context);
    }
}
