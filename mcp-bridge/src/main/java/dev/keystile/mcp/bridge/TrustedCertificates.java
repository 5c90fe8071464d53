package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates that TLS connections to one upstream trust in place of Java's own. */
public record TrustedCertificates(List<Certificate> certificates) {
    /** Copies the list, which has at least one. */
    public TrustedCertificates {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw wrong();
        }
    }

    /**
     * Those in a file, in PEM.
     *
     * @throws IllegalArgumentException when it is no such file
     */
    public static TrustedCertificates read(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(pem);
            return new TrustedCertificates(List.copyOf(read));
        } catch (IOException | GeneralSecurityException e) {
            throw wrong();
        }
    }

    /** What makes connections that trust these alone. */
    SSLContext context() {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
            }
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("certificates that were read cannot be used", e);
        }
    }

    @Override
    public String toString() {
        return "TrustedCertificates[" + certificates.size() + "]";
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("expected a file of certificates in PEM");
    }
}
