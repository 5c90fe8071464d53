package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.TestCertificate;
import dev.keystile.app.tls.CertificateChain;
import dev.keystile.app.tls.ServerTls;
import dev.keystile.app.tls.TlsIdentity;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that take their time before TLS is established, never establish it, or do so later. */
@Timeout(60)
class TlsHandshakesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final TestCertificate MADE = TestCertificate.of("dns:gateway.example.com");

    private static Site site(int perNetwork) {
        var identity = TlsIdentity.of(CertificateChain.parse(MADE.chain()), MADE.key());
        return Site.of(new ServerTls(identity), new ConnectionLimits(100, perNetwork, PATIENCE));
    }

    private static Socket connect(Site site) throws IOException {
        var socket = new Socket("127.0.0.1", site.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static SSLSocket established(Site site) throws IOException {
        var socket =
                (SSLSocket)
                        TestCertificate.trusted(MADE)
                                .getSocketFactory()
                                .createSocket("127.0.0.1", site.port());
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        return socket;
    }

    private static void lookAfter(Site site, Duration time) {
        site.nanos.addAndGet(time.toNanos());
        site.connections.cutOverdue();
    }

    /** The end of the stream, or a reset where something was not read. */
    private static boolean isCut(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Test
    @DisplayName("A client that does not begin TLS, or stops in the middle of it, is cut off")
    void slowHandshakeIsCutOff() throws IOException {
        for (byte[] begun : List.of(new byte[0], new byte[] {22, 3, 1, 0, 65, 1})) {
            try (Site site = site(10);
                    Socket client = connect(site)) {
                client.getOutputStream().write(begun);
                site.awaitConnections(1);

                lookAfter(site, PATIENCE);
                assertThat(site.connections.count()).isEqualTo(1);

                lookAfter(site, Duration.ofNanos(1));
                assertThat(isCut(client)).isTrue();
                until(site, 0);
            }
        }
    }

    @Test
    @DisplayName("The head of the first request comes within the same time")
    void slowHeadAfterTlsIsCutOff() throws IOException {
        try (Site site = site(10);
                SSLSocket client = established(site)) {
            client.getOutputStream().write('G');
            site.awaitConnections(1);

            lookAfter(site, PATIENCE.plusNanos(1));

            assertThat(isCut(client)).isTrue();
            until(site, 0);
        }
    }

    @Test
    @DisplayName("A client that takes nothing of its answer is cut off, and nobody waits for that")
    void untakenAnswerIsCutOff() throws IOException {
        try (Site site = site(10);
                SSLSocket client = established(site)) {
            site.mcp = (_, response) -> response.send(200, Map.of(), new byte[64 * 1024 * 1024]);
            client.getOutputStream().write(request("GET /mcp", site));
            site.awaitOffer();

            Site.until(() -> {
                lookAfter(site, PATIENCE.plusNanos(1));
                return site.connections.count() == 0;
            });
        }
    }

    @Test
    @DisplayName("Connections count for their network before TLS is established")
    void networkHasSoManyConnections() throws IOException {
        try (Site site = site(2);
                Socket silent = connect(site);
                SSLSocket second = established(site)) {
            site.awaitConnections(2);
            try (Socket third = connect(site)) {
                assertThat(isCut(third)).isTrue();
            }

            silent.close();
            lookAfter(site, Duration.ZERO);
            until(site, 1);
            assertThat(answer(second, site)).startsWith("HTTP/1.1 200");
            try (SSLSocket again = established(site)) {
                assertThat(answer(again, site)).startsWith("HTTP/1.1 200");
            }
        }
    }

    /** A handshake that failed gives its place back at the next look. */
    private static void until(Site site, int count) {
        Site.until(() -> {
            site.connections.cutOverdue();
            return site.connections.count() == count;
        });
    }

    private static String answer(SSLSocket client, Site site) throws IOException {
        client.getOutputStream().write(request("GET /", site));
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] request(String line, Site site) {
        return Raw.request(line, site.issuer().authority(), "")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
