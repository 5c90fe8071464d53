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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom TLS to an upstream trusts; the certificates are made at test time. */
@Timeout(120)
class TrustedCertificatesTest {
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
        certificates().make("own", name);
        certificates().make("other", name);
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
        return trusted.equals("none")
                ? TestCertificates.settings(null)
                : certificates().trusting(trusted);
    }

    private TestCertificates certificates() {
        return new TestCertificates(folder);
    }

    private HttpsServer server() throws Exception {
        HttpsServer server =
                HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificates().server("own")));
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
}
