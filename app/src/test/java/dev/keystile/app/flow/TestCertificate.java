package dev.keystile.app.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate that vouches for itself, with its key, made by the JDK's keytool.
 *
 * @param pkcs8 the key
 */
public record TestCertificate(X509Certificate certificate, byte[] pkcs8) {
    /** Valid at every time that a test's clock shows, and now. */
    public static final List<String> FOR_LONG =
            List.of("-startdate", "2020/01/01 00:00:00", "-validity", "36500");

    private static final String PASSWORD = "changeit";

    /** One of an elliptic curve for these names, such as {@code dns:localhost}. */
    public static TestCertificate of(String names) {
        return of("EC", names, FOR_LONG);
    }

    /**
     * One for localhost that is valid for 30 days from midnight of a day, such as {@code
     * 2020/01/01}.
     */
    public static TestCertificate ofAMonth(String first) {
        return of(
                "EC",
                "dns:localhost",
                List.of("-startdate", first + " 00:00:00", "-validity", "30"));
    }

    /** One with a key of this algorithm; no names at all when they are empty. */
    public static TestCertificate of(String algorithm, String names, List<String> options) {
        try {
            Path folder = Files.createTempDirectory("keystile-certificate-");
            Path store = folder.resolve("keys.p12");
            try {
                make(algorithm, names, options, store);
                KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
                return new TestCertificate(
                        (X509Certificate) keys.getCertificate("test"),
                        keys.getKey("test", PASSWORD.toCharArray()).getEncoded());
            } finally {
                Files.deleteIfExists(store);
                Files.delete(folder);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void make(String algorithm, String names, List<String> options, Path store)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "test",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=test",
                                "-storepass",
                                PASSWORD,
                                "-keystore",
                                store.toString()));
        command.addAll(options);
        if (!names.isEmpty()) {
            command.addAll(List.of("-ext", "SAN=" + names));
        }
        try {
            assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String chain() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String key() {
        return pem("PRIVATE KEY", pkcs8);
    }

    /** The key in the older form of its algorithm: what PKCS #8 wraps. */
    public String bareKey() {
        String label = certificate.getPublicKey().getAlgorithm() + " PRIVATE KEY";
        return pem(label, lastElement(pkcs8));
    }

    private static String pem(String label, byte[] content) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** The content of the octet string in the outer sequence. */
    private static byte[] lastElement(byte[] der) {
        int at = content(der, 0);
        var octets = new ByteArrayOutputStream();
        while (at < der.length) {
            int start = content(der, at);
            int length = length(der, at);
            if (der[at] == 0x04) {
                octets.write(der, start, length);
            }
            at = start + length;
        }
        return octets.toByteArray();
    }

    private static int content(byte[] der, int at) {
        return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
    }

    private static int length(byte[] der, int at) {
        int length = der[at + 1] < 0 ? 0 : der[at + 1];
        for (int i = at + 2; i < content(der, at); i++) {
            length = length << 8 | der[i] & 0xff;
        }
        return length;
    }

    /** Writes both into a folder, as {@code chain.pem} and {@code key.pem}. */
    public TestCertificate writeTo(Path folder) {
        try {
            Files.writeString(folder.resolve("chain.pem"), chain());
            Path key = folder.resolve("key.pem");
            Files.write(key, key().getBytes(StandardCharsets.US_ASCII));
            Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The variables that name the files of such a folder. */
    public static Map<String, String> variables(Path folder) {
        return Map.of(
                "TLS_CERTIFICATE_FILE", folder.resolve("chain.pem").toString(),
                "TLS_KEY_FILE", folder.resolve("key.pem").toString());
    }

    /** For a client that trusts these alone. */
    public static SSLContext trusted(TestCertificate... certificates) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (TestCertificate each : certificates) {
                trusted.setCertificateEntry("test-" + trusted.size(), each.certificate());
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
