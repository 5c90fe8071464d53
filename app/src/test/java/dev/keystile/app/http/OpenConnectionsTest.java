package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Logged;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that open many connections, or keep the server waiting on one. */
@Timeout(60)
class OpenConnectionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Into what a system keeps of a connection on its way. */
    private static final int MORE_THAN_FITS = 16 * 1024 * 1024;

    private static Site site(int perNetwork) {
        var limits = new ConnectionLimits(100, perNetwork, PATIENCE);
        return Site.of(
                listener -> new PublicSocket(listener, Callers.DIRECT, false, false, limits));
    }

    private static Socket connect(Site site) throws IOException {
        var socket = new Socket("127.0.0.1", site.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream()
                .write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String request(Site site, String more) {
        return "POST /oauth/token HTTP/1.1\nHost: " + site.issuer().authority() + "\n" + more;
    }

    /** The look at connections, once the server has seen all that was sent. */
    private static void lookAfter(Site site, Duration time) {
        site.nanos.addAndGet(time.toNanos());
        site.connections.cutOverdue();
    }

    private static boolean isOpen(Socket socket) throws IOException {
        socket.setSoTimeout(200);
        try {
            return socket.getInputStream().read() >= 0;
        } catch (java.net.SocketTimeoutException silent) {
            return true;
        }
    }

    @ParameterizedTest
    @DisplayName("A client that keeps the server waiting for a request is cut off, and not before")
    @ValueSource(
            strings = {
                "",
                "POST /oauth/token HT",
                "POST /oauth/token HTTP/1.1\nHost: a\nX-Slow: ",
            })
    void slowHeadIsCutOff(String sent) throws IOException {
        try (Site site = site(10);
                Socket client = connect(site)) {
            send(client, sent);
            site.awaitConnections(1);

            lookAfter(site, PATIENCE);
            assertThat(isOpen(client)).isTrue();

            lookAfter(site, Duration.ofNanos(1));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName(
            "The log says once a minute who is cut off, what was waited for, and how many there were")
    void logSaysWhoIsCutOff() throws IOException {
        try (Logged log = new Logged();
                Site site = site(10);
                Socket _ = connect(site);
                Socket _ = connect(site)) {
            site.awaitConnections(2);
            lookAfter(site, PATIENCE);
            assertThat(log.of("connection.overdue")).isEmpty();
            lookAfter(site, Duration.ofNanos(1));
            site.awaitConnections(0);
            cutAnother(site, PATIENCE.plusNanos(1));
            cutAnother(site, PATIENCE.plusNanos(1));

            assertThat(log.of("connection.overdue"))
                    .containsExactly(
                            "connection.overdue network=127.0.0.0/24 waited-for=head cut=2",
                            "connection.overdue network=127.0.0.0/24 waited-for=head cut=2");
        }
    }

    private static void cutAnother(Site site, Duration time) throws IOException {
        try (Socket _ = connect(site)) {
            site.awaitConnections(1);
            lookAfter(site, time);
            site.awaitConnections(0);
        }
    }

    @Test
    @DisplayName("A client that dribbles its head is cut off all the same")
    void dribbledHeadIsCutOff() throws IOException {
        try (Site site = site(10);
                Socket client = connect(site)) {
            site.awaitConnections(1);
            for (int i = 0; i < 3; i++) {
                send(client, "G");
                lookAfter(site, PATIENCE.dividedBy(3));
            }
            lookAfter(site, Duration.ofNanos(1));

            assertThat(isOpen(client)).isFalse();
        }
    }

    @Test
    @DisplayName("A pause in a body is waited for as long, and each anew")
    void slowBodyIsCutOff() throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            var reading = new CountDownLatch(1);
            site.mcp =
                    (request, _) -> {
                        reading.countDown();
                        var _ = request.body().readAllBytes();
                    };
            send(
                    client,
                    "POST /mcp HTTP/1.1\nHost: "
                            + site.issuer().authority()
                            + "\nContent-Length: 10\n\na");
            assertThat(reading.await(20, TimeUnit.SECONDS)).isTrue();
            site.awaitBody();

            lookAfter(site, PATIENCE);
            assertThat(isOpen(client)).isTrue();
            lookAfter(site, Duration.ofNanos(1));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName(
            "A body that nobody wants has to end all the same, and the connection goes on then")
    void unwantedBodyIsCutOff() throws Exception {
        try (Site site = site(10);
                Socket ends = connect(site);
                Socket client = connect(site)) {
            String begun =
                    "POST /nowhere HTTP/1.1\nHost: "
                            + site.issuer().authority()
                            + "\nContent-Length: 2\n\na";
            send(client, begun);
            assertThat(BridgedSite.read(client, "}")).startsWith("HTTP/1.1 404");
            site.awaitBody();
            lookAfter(site, PATIENCE);
            send(ends, begun);
            assertThat(BridgedSite.read(ends, "}")).startsWith("HTTP/1.1 404");
            assertThat(isOpen(client)).isTrue();

            lookAfter(site, Duration.ofNanos(1));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            send(ends, "b" + begun);
            assertThat(BridgedSite.read(ends, "}")).startsWith("HTTP/1.1 404");
        }
    }

    @Test
    @DisplayName("A body that was refused for its form is not waited for either")
    void refusedBodyIsCutOff() throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            send(
                    client,
                    request(
                            site,
                            "Content-Type: application/x-www-form-urlencoded\n"
                                    + "Transfer-Encoding: chunked\n\n80000000\n"));
            assertThat(BridgedSite.read(client, "}")).startsWith("HTTP/1.1 400");
            site.awaitBody();

            lookAfter(site, PATIENCE.plusNanos(1));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("A head that begins together with the request before it has to end, too")
    void pipelinedHeadIsCutOff() throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            send(client, request(site, "Content-Length: 0\n\nGET / HTTP/1.1\nHost: a\n"));
            assertThat(BridgedSite.read(client, "}")).startsWith("HTTP/1.1 400");
            site.awaitHead();

            lookAfter(site, PATIENCE);
            assertThat(isOpen(client)).isTrue();
            lookAfter(site, Duration.ofNanos(1));
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @DisplayName("A client that takes nothing of its answer is cut off, and not one that is slow")
    void untakenAnswerIsCutOff() throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            var gone = new CompletableFuture<IOException>();
            site.mcp =
                    (_, response) -> {
                        try {
                            response.send(200, java.util.Map.of(), new byte[8 * MORE_THAN_FITS]);
                        } catch (IOException e) {
                            gone.complete(e);
                            throw e;
                        }
                    };
            send(client, "GET /mcp HTTP/1.1\nHost: " + site.issuer().authority() + "\n\n");

            for (int i = 0; i < 3; i++) {
                assertThat(client.getInputStream().readNBytes(MORE_THAN_FITS))
                        .hasSize(MORE_THAN_FITS);
                site.awaitOffer();
                lookAfter(site, PATIENCE);
            }
            assertThat(site.connections.count()).isOne();
            // The last pieces before all that fits was full may have been offered just now.
            Site.until(() -> {
                lookAfter(site, PATIENCE.plusNanos(1));
                return site.connections.count() == 0;
            });
            assertThat(gone).isCompletedWithValueMatching(IOException.class::isInstance);
        }
    }

    @Test
    @DisplayName(
            "A connection between two requests, and one whose answer takes long, are left alone")
    void quietConnectionsStay() throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            var asked = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            site.mcp =
                    (_, response) -> {
                        asked.countDown();
                        await(goOn);
                        response.send(200, java.util.Map.of(), new byte[] {'!'});
                    };
            String get = "GET /mcp HTTP/1.1\nHost: " + site.issuer().authority() + "\n\n";
            send(client, get);
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            lookAfter(site, Duration.ofHours(1));
            goOn.countDown();
            assertThat(BridgedSite.read(client, "\r\n\r\n!")).startsWith("HTTP/1.1 200");

            site.awaitIdle();
            lookAfter(site, Duration.ofHours(1));
            send(client, get);
            assertThat(BridgedSite.read(client, "\r\n\r\n!")).startsWith("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @DisplayName("A request that reached no route does not count against the next one")
    @ValueSource(strings = {"/oauth/token", "/twice//"})
    void refusedRequestIsOver(String path) throws Exception {
        try (Site site = site(10);
                Socket client = connect(site)) {
            send(client, request(site, "Content-Length: 0\n\n").replace("/oauth/token", path));
            BridgedSite.read(client, "}");
            site.awaitIdle();
            lookAfter(site, Duration.ofHours(1));

            assertThat(isOpen(client)).isTrue();
        }
    }

    @Test
    @DisplayName(
            "A network has so many connections; one more is told so, and a closed one is free again")
    void networkHasSoManyConnections() throws Exception {
        try (Site site = site(2);
                Socket _ = connect(site);
                Socket second = connect(site)) {
            site.awaitConnections(2);
            try (Socket third = connect(site)) {
                String answer =
                        new String(
                                third.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer)
                        .startsWith("HTTP/1.1 503 ")
                        .contains("Retry-After: 5", "temporarily_unavailable")
                        .endsWith("\"}");
            }
            second.close();
            site.awaitConnections(1);

            assertThat(site.get("/.well-known/oauth-authorization-server").status()).isEqualTo(200);
        }
    }

    @Test
    @DisplayName("The log says once a minute that a network has as many as it may")
    void logNamesTheNetwork() throws Exception {
        try (Logged log = new Logged();
                Site site = site(1);
                Socket _ = connect(site)) {
            site.awaitConnections(1);
            refusedAt(site);
            refusedAt(site);
            site.nanos.addAndGet(Seldom.PAUSE.toNanos());
            refusedAt(site);

            assertThat(log.of("connection.refused"))
                    .containsExactly(
                            "connection.refused network=127.0.0.0/24 open=1",
                            "connection.refused network=127.0.0.0/24 open=1");
        }
    }

    private static void refusedAt(Site site) throws IOException {
        try (Socket refused = connect(site)) {
            assertThat(refused.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    @DisplayName(
            "The log says that all connections are open, and who comes then is served when one is closed")
    void logSaysThatAllAreOpen() throws Exception {
        var limits = new ConnectionLimits(1, 10, PATIENCE);
        try (Logged log = new Logged();
                Site site =
                        Site.of(listener ->
                                new PublicSocket(listener, Callers.DIRECT, false, false, limits));
                Socket first = connect(site)) {
            site.awaitConnections(1);
            assertThat(log.of("connection.all-open")).containsExactly("connection.all-open open=1");

            first.close();
            assertThat(site.get("/").status()).isEqualTo(200);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
