package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.keystile.oauth.api.ApiKeyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom TLS to an upstream trusts; the certificates are made at test time. */
@Timeout(120)
class TrustedCertificatesTest {
    private static final String PASSWORD = "only-for-tests";

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "own, dns:localhost, 200",
        "none, dns:localhost, 502",
        "other, dns:localhost, 502",
        "own, dns:elsewhere.example.com, 502"
    })
    @DisplayName("A certificate of the file is trusted for the name in it, and nothing else is")
    void aCallNeedsACertificateOfTheFile(String trusted, String name, int status) throws Exception {
        makeCertificate("own", name);
        makeCertificate("other", name);
        HttpsServer server = server();
        URI uri = URI.create("https://localhost:" + server.getAddress().getPort() + "/mcp");
        try (Fixture fixture =
                new Fixture(
                        uri,
                        Fixture.QUICK,
                        new ApiKeyHeader("x-api-key", null),
                        trusting(trusted))) {
            assertThat(fixture.post("{}").statusCode()).isEqualTo(status);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anythingElseIsNoFileOfCertificates() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "nothing");
        Path empty = Files.writeString(folder.resolve("empty"), "");

        for (Path wrong : List.of(text, empty, folder, folder.resolve("missing"))) {
            assertThatThrownBy(() -> TrustedCertificates.read(wrong))
                    .hasMessage("expected a file of certificates in PEM");
        }
    }

    private UpstreamSettings trusting(String trusted) {
        Duration time = Duration.ofSeconds(20);
        return new UpstreamSettings(
                time,
                time,
                time,
                4,
                10,
                trusted.equals("none")
                        ? null
                        : TrustedCertificates.read(folder.resolve(trusted + ".pem")),
                FixedHeaders.NONE,
                KeyCheckMethod.Probe.PLAIN,
                CallHandling.PLAIN);
    }

    private HttpsServer server() throws Exception {
        KeyStore store =
                KeyStore.getInstance(folder.resolve("own.p12").toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        exchange.getRequestBody().readAllBytes();
                        FakeUpstream.answer(exchange, 200, "application/json", "{}");
                    }
                });
        server.start();
        return server;
    }

    private void makeCertificate(String alias, String name) throws Exception {
        String store = folder.resolve(alias + ".p12").toString();
        keytool(
                List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias),
                List.of("-validity", "30", "-ext", "SAN=" + name, "-keystore", store));
        keytool(
                List.of("-exportcert", "-rfc", "-alias", alias, "-keystore", store),
                List.of("-file", folder.resolve(alias + ".pem").toString()));
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
