package dev.keystile.app.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What a server proves that it is: its certificates, and the key that goes with the first. */
public final class TlsIdentity {
    private final CertificateChain chain;
    private final PrivateKey key;

    private TlsIdentity(CertificateChain chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * The key in a text, with its certificates.
     *
     * @param pem a private key, whatever else is in it
     * @throws IllegalArgumentException when there is none, or that of another certificate; no
     *     message shows it
     */
    public static TlsIdentity of(CertificateChain chain, String pem) {
        var identity = new TlsIdentity(chain, PemKey.read(pem, chain.own().getPublicKey()));
        if (!identity.fits()) {
            throw new IllegalArgumentException("expected the key of the certificate");
        }
        return identity;
    }

    /** Its certificates. */
    public CertificateChain chain() {
        return chain;
    }

    private boolean fits() {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        byte[] anything = "keystile".getBytes(StandardCharsets.US_ASCII);
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(chain.own().getPublicKey());
            signature.update(anything);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** What makes connections as this. */
    SSLContext context() {
        try {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server", key, new char[0], chain.certificates().toArray(Certificate[]::new));
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a key that was read cannot be used", e);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + String.join(",", chain.names()) + "]";
    }
}
