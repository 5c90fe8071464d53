package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Which connections to an upstream are used again; the upstream answers with the number of each.
 */
@Timeout(60)
class UpstreamPoolTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String ONE = OK + "Content-Length: 1\r\n\r\n%d";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 1\r\n\r\n%d",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n%d\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\n%d\r\n0\r\nA: b\r\n\r\n"
            })
    void aConnectionIsUsedAgain(String answer) throws Exception {
        assertThat(bodies(OK + answer)).isEqualTo("11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n%d",
                "HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 1\r\n\r\n%d",
                "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n%d",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n%dHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n%d\r\n0\r\n\r\nevil"
            })
    @DisplayName("GW-17: no connection is used again on which more may come")
    void aDoubtfulConnectionIsNot(String answer) throws Exception {
        assertThat(bodies(answer)).isEqualTo("12");
    }

    @Test
    @DisplayName("GW-17: bytes that come while a connection is idle are nobody's answer")
    void whatNobodyAskedForEndsTheConnection() throws Exception {
        CountDownLatch said = new CountDownLatch(1);
        try (RawUpstream upstream =
                        new RawUpstream((socket, connection) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(socket, ONE.formatted(connection));
                            if (connection == 1) {
                                said.await();
                                RawUpstream.write(socket, OK + "Content-Length: 4\r\n\r\nevil");
                                idle.add("evil");
                            }
                            RawUpstream.readRequest(socket);
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            said.countDown();
            idle.take();

            assertThat(fixture.post("{}").body()).isEqualTo("2");
        }
    }

    @Test
    @DisplayName("GW-17: so are bytes that came in one record of TLS with the end of an answer")
    void theRestOfARecordEndsTheConnection() throws Exception {
        var certificates = new TestCertificates(folder);
        certificates.make("own", "dns:localhost");
        String body = "x".repeat(10_000);
        String answer =
                OK + "Content-Length: 10000\r\n\r\n" + body + OK + "Content-Length: 4\r\n\r\nevil";
        ServerSocket listening =
                certificates
                        .server("own")
                        .getServerSocketFactory()
                        .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (RawUpstream upstream = new RawUpstream(listening, answering(answer));
                Fixture fixture =
                        new Fixture(
                                URI.create(
                                        "https://localhost:" + listening.getLocalPort() + "/mcp"),
                                Fixture.QUICK,
                                new ApiKeyHeader("x-api-key", null),
                                certificates.trusting("own"))) {
            assertThat(fixture.post("{}").body()).isEqualTo(body);
            assertThat(fixture.post("{}").body()).isEqualTo(body);
            assertThat(upstream.connections()).isEqualTo(2);
        }
    }

    @TempDir private Path folder;

    private final BlockingQueue<String> idle = new LinkedBlockingQueue<>();

    @Test
    @DisplayName("GW-14: a connection that the upstream closed while it was idle costs no call")
    void aClosedConnectionIsNoticed() throws Exception {
        try (RawUpstream upstream =
                        new RawUpstream((socket, connection) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(socket, ONE.formatted(connection));
                            socket.close();
                            idle.add("closed");
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            for (int i = 1; i <= 3; i++) {
                assertThat(fixture.post("{}").body()).isEqualTo(Integer.toString(i));
                idle.take();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    @DisplayName(
            "what only asks is sent once more when a kept connection breaks; a POST may have run")
    void onlyWhatIsSafeIsSentAgain(String method) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawUpstream upstream =
                        new RawUpstream((socket, connection) -> {
                            RawUpstream.readRequest(socket);
                            requests.incrementAndGet();
                            RawUpstream.write(socket, ONE.formatted(connection));
                            RawUpstream.readRequest(socket);
                            requests.incrementAndGet();
                        });
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("1");

            var second =
                    fixture.send(
                            fixture.authorized("/mcp")
                                    .method(
                                            method,
                                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                                    method.equals("POST") ? "{}" : "")));

            boolean again = method.equals("GET");
            assertThat(second.statusCode()).isEqualTo(again ? 200 : 502);
            assertThat(requests).hasValue(again ? 3 : 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("GW-12: an upstream that refuses a request before it has read all of it is heard")
    void anAnswerBeforeTheRequestWasReadCounts(int refusing) throws Exception {
        try (RawUpstream upstream =
                        refusing(refusing, "HTTP/1.1 413 No\r\nContent-Length: 4\r\n\r\nnope");
                Fixture fixture = large(upstream)) {
            if (refusing == 2) {
                assertThat(fixture.post("{}").body()).isEqualTo("1");
            }
            var refused = fixture.post(LARGE);

            assertThat(refused.statusCode()).isEqualTo(413);
            assertThat(refused.body()).isEqualTo("nope");
            assertThat(fixture.post(LARGE).statusCode()).isEqualTo(413);
        }
    }

    @Test
    @DisplayName("GW-14: and of one that closes without a word the log says what it did")
    void closingBeforeTheRequestWasReadIsTold() throws Exception {
        try (RawUpstream upstream = refusing(1, "");
                Fixture fixture = large(upstream);
                LogLines log = LogLines.ofAll()) {
            assertThat(fixture.post(LARGE).statusCode()).isEqualTo(502);
            assertThat(log.of("mcp.upstream-failed"))
                    .containsExactly(
                            "mcp.upstream-failed connector=memory grant=g1"
                                    + " reason=\"closed before it had read the request\"");
        }
    }

    @Test
    @DisplayName("GW-14: an upstream that stops in the middle of a large request is given up")
    void anUpstreamThatTakesNoMoreIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawUpstream upstream =
                        new RawUpstream((socket, _) -> {
                            socket.getInputStream().read();
                            over.await();
                        });
                Fixture fixture = large(upstream, Duration.ofSeconds(1))) {
            assertThat(fixture.post(LARGE).statusCode()).isEqualTo(504);
            over.countDown();
        }
    }

    /** Longer than what two sockets hold. */
    private static final String LARGE = "x".repeat(32 << 20);

    private static Fixture large(RawUpstream upstream) throws IOException {
        return large(upstream, Fixture.QUICK.answerTimeout());
    }

    private static Fixture large(RawUpstream upstream, Duration answerTimeout) throws IOException {
        BridgeSettings usual = Fixture.QUICK;
        return new Fixture(
                upstream.uri(),
                new BridgeSettings(
                        usual.connectTimeout(),
                        answerTimeout,
                        usual.streamTimeout(),
                        usual.idleConnections(),
                        LARGE.length(),
                        usual.probeTimeout(),
                        usual.maxProbeBytes(),
                        usual.streams()),
                new ApiKeyHeader("x-api-key", null));
    }

    /** Answers the first requests of each connection, and this one with no look at its body. */
    private static RawUpstream refusing(int which, String answer) throws IOException {
        return new RawUpstream((socket, connection) -> {
            for (int i = 1; i < which && connection == 1; i++) {
                RawUpstream.readRequest(socket);
                RawUpstream.write(socket, ONE.formatted(connection));
            }
            socket.getInputStream().read();
            RawUpstream.write(socket, answer);
        });
    }

    @Test
    void aConnectionThatWasIdleForLongIsLeft() throws Exception {
        try (RawUpstream upstream = keeping(ONE);
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            fixture.clock.advance(UpstreamPool.MAX_IDLE);
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            fixture.clock.advance(UpstreamPool.MAX_IDLE.plus(Duration.ofMillis(1)));
            assertThat(fixture.post("{}").body()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'timeout=5', 4000",
        "'max=7, Timeout=5', 4000",
        "'timeout=1', 0",
        "'timeout=3600', 60000",
        "'timeout=x', 60000",
        "'timeout=-1', 60000"
    })
    @DisplayName("GW-14: a connection is left a second before its server would close it")
    void theServerSaysHowLongItKeepsAConnection(String field, long most) throws Exception {
        String answer = OK + "Keep-Alive: " + field + "\r\nContent-Length: 1\r\n\r\n%d";
        try (RawUpstream upstream = keeping(answer);
                Fixture fixture = new Fixture(upstream.uri())) {
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            fixture.clock.advance(Duration.ofMillis(most));
            assertThat(fixture.post("{}").body()).isEqualTo("1");
            fixture.clock.advance(Duration.ofMillis(most + 1));
            assertThat(fixture.post("{}").body()).isEqualTo("2");
        }
    }

    private static String bodies(String answer) throws Exception {
        try (RawUpstream upstream = keeping(answer);
                Fixture fixture = new Fixture(upstream.uri())) {
            return fixture.post("{}").body() + fixture.post("{}").body();
        }
    }

    private static RawUpstream keeping(String answer) throws IOException {
        return new RawUpstream(answering(answer));
    }

    private static RawUpstream.Handler answering(String answer) {
        return (socket, connection) -> {
            while (true) {
                RawUpstream.readRequest(socket);
                RawUpstream.write(socket, answer.formatted(connection));
            }
        };
    }
}
