package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Certificates for servers of tests, made when they are needed. */
record TestCertificates(Path folder) {
    private static final String PASSWORD = "only-for-tests";

    /** Makes one with its key, for a name as {@code keytool} writes it. */
    void make(String alias, String name) throws Exception {
        String store = folder.resolve(alias + ".p12").toString();
        keytool(
                List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias),
                List.of("-validity", "30", "-ext", "SAN=" + name, "-keystore", store));
        keytool(
                List.of("-exportcert", "-rfc", "-alias", alias, "-keystore", store),
                List.of("-file", folder.resolve(alias + ".pem").toString()));
    }

    /** What a server needs that shows one. */
    SSLContext server(String alias) throws Exception {
        KeyStore store =
                KeyStore.getInstance(
                        folder.resolve(alias + ".p12").toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    /** Settings of an upstream that trust one, and nothing else. */
    UpstreamSettings trusting(String alias) {
        return settings(TrustedCertificates.read(folder.resolve(alias + ".pem")));
    }

    /** Settings that trust what Java does, if nothing is given. */
    static UpstreamSettings settings(@Nullable TrustedCertificates trust) {
        Duration time = Duration.ofSeconds(20);
        return new UpstreamSettings(
                time,
                time,
                time,
                4,
                10,
                trust,
                FixedHeaders.NONE,
                KeyCheckMethod.Probe.PLAIN,
                CallHandling.PLAIN);
    }

    private static void keytool(List<String> first, List<String> second) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(first);
        command.addAll(second);
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
    }
}
