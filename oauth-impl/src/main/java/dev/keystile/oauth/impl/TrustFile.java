package dev.keystile.oauth.impl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManagerFactory;

/** A file of certificates in PEM that TLS connections trust in place of Java's own. */
final class TrustFile {
    private TrustFile() {}

    /** Throws {@code IllegalArgumentException} when it is no such file. */
    static TrustManagerFactory read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            return trust(CertificateFactory.getInstance("X.509").generateCertificates(pem));
        } catch (IOException | GeneralSecurityException e) {
            throw wrong();
        }
    }

    private static TrustManagerFactory trust(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        if (certificates.isEmpty()) {
            throw wrong();
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate certificate : certificates) {
            trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust;
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("expected a file of certificates in PEM");
    }
}
