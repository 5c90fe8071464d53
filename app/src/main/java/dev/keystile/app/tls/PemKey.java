package dev.keystile.app.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a private key in PEM: PKCS #8, or the older forms of RSA (PKCS #1) and of elliptic curves
 * (RFC 5915), which cert-manager and openssl write unless told otherwise. These two say nothing of
 * the algorithm around them, so that of the certificate is taken. No message shows a key.
 */
final class PemKey {
    private static final String WHOLE = "PRIVATE KEY";
    private static final List<String> BARE = List.of("RSA PRIVATE KEY", "EC PRIVATE KEY");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC");

    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private PemKey() {}

    /**
     * The first one in a text, of the kind that a public key has.
     *
     * @throws IllegalArgumentException when there is none, or none of that kind
     */
    static PrivateKey read(String pem, PublicKey certified) {
        if (!ALGORITHMS.contains(certified.getAlgorithm())) {
            throw new IllegalArgumentException(
                    "expected a key of RSA or of an elliptic curve, as TLS in Java has them");
        }
        List<Pem> blocks = Pem.blocks(pem);
        if (blocks.stream().anyMatch(PemKey::isEncrypted) || pem.contains("ENCRYPTED")) {
            throw new IllegalArgumentException("expected a key without a passphrase");
        }
        return blocks.stream()
                .filter(block -> block.label().equals(WHOLE) || BARE.contains(block.label()))
                .findFirst()
                .map(block -> key(block, certified))
                .orElseThrow(() -> new IllegalArgumentException("expected a private key in PEM"));
    }

    private static boolean isEncrypted(Pem block) {
        return block.label().startsWith("ENCRYPTED");
    }

    private static PrivateKey key(Pem block, PublicKey certified) {
        byte[] content =
                block.label().equals(WHOLE) ? block.content() : wrapped(block.content(), certified);
        try {
            return KeyFactory.getInstance(certified.getAlgorithm())
                    .generatePrivate(new PKCS8EncodedKeySpec(content));
        } catch (GeneralSecurityException e) {
            // Its message may hold parts of the key.
            throw new IllegalArgumentException(
                    "expected a private key in PEM that is of the certificate");
        }
    }

    /** In PKCS #8 (RFC 5958 section 2): version, algorithm, key. */
    private static byte[] wrapped(byte[] key, PublicKey certified) {
        var inner = new ByteArrayOutputStream();
        inner.writeBytes(new byte[] {INTEGER, 1, 0});
        inner.writeBytes(algorithm(certified.getEncoded()));
        inner.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, inner.toByteArray());
    }

    /** The first element of SubjectPublicKeyInfo (RFC 5280 section 4.1). */
    private static byte[] algorithm(byte[] publicKeyInfo) {
        int start = 1 + lengthBytes(publicKeyInfo, 0);
        int end = start + 1 + lengthBytes(publicKeyInfo, start) + length(publicKeyInfo, start);
        return Arrays.copyOfRange(publicKeyInfo, start, end);
    }

    private static int lengthBytes(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? 1 : 1 + (first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        int length = first < 0x80 ? first : 0;
        for (int i = 2; i <= lengthBytes(der, at); i++) {
            length = (length << 8) | (der[at + i] & 0xff);
        }
        return length;
    }

    private static byte[] element(int tag, byte[] content) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            int bytes = (39 - Integer.numberOfLeadingZeros(content.length)) / 8;
            element.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                element.write(content.length >> (8 * i));
            }
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
