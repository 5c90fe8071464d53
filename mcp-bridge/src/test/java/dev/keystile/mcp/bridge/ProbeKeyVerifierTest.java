package dev.keystile.mcp.bridge;

import static dev.keystile.mcp.bridge.ProbeFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a key check asks, and what it makes of the answers. */
@Timeout(60)
class ProbeKeyVerifierTest {
    private ProbeFixture probe;

    @BeforeEach
    void start() throws IOException {
        probe = new ProbeFixture();
    }

    @AfterEach
    void stop() {
        probe.close();
    }

    @Test
    @DisplayName("GW-M-01: a modern server is asked in the modern way")
    void modernServerIsAskedTwoThings() {
        probe.upstream.answers(FakeMcpServer.modern(KEY.reveal()));

        assertThat(probe.verifier.verify(probe.connector, KEY, new UserId("ann")))
                .isEqualTo(ProbeFixture.accepted("memory", true));

        var asked = probe.sentWith(KEY.reveal());
        assertThat(asked)
                .extracting(ProbeFixture.Call::method)
                .containsExactly("server/discover", "tools/list");
        assertThat(asked.getFirst().received().header("mcp-protocol-version"))
                .isEqualTo("2026-07-28");
        assertThat(asked.getFirst().received().header("mcp-method")).isEqualTo("server/discover");
        assertThat(asked.getLast().received().header("mcp-method")).isEqualTo("tools/list");
        assertThat(asked.getLast().received().header("x-user-id")).isEqualTo("ann");
        assertThat(asked.getLast().received().body())
                .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"")
                .contains("\"io.modelcontextprotocol/clientCapabilities\":{}")
                .contains("\"io.modelcontextprotocol/clientInfo\":{\"name\":\"keystile\"");
    }

    @Test
    void legacyServerIsInitializedAndItsSessionEnded() throws Exception {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("Memory server", true));

        assertThat(server.deleted.await(20, TimeUnit.SECONDS)).isTrue();
        var asked = probe.sentWith(KEY.reveal());
        assertThat(asked)
                .extracting(ProbeFixture.Call::method)
                .containsExactly(
                        "server/discover",
                        "initialize",
                        "notifications/initialized",
                        "tools/list",
                        "DELETE");
        assertThat(asked.get(1).received().headers())
                .doesNotContainKeys("mcp-method", "mcp-protocol-version", "x-user-id");
        assertThat(asked.get(1).received().body()).contains("\"protocolVersion\":\"2025-11-25\"");
        assertThat(asked.subList(2, 5))
                .allSatisfy(call -> {
                    assertThat(call.received().header("mcp-session-id")).isEqualTo("s-1");
                    assertThat(call.received().header("mcp-protocol-version"))
                            .isEqualTo("2025-06-18");
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answersMayBeEventStreams(boolean modern) {
        FakeMcpServer server =
                modern ? FakeMcpServer.modern(KEY.reveal()) : FakeMcpServer.legacy(KEY.reveal());
        server.sse = true;
        probe.upstream.answers(server);

        assertThat(probe.check())
                .isEqualTo(ProbeFixture.accepted(modern ? "memory" : "Memory server", true));
    }

    @Test
    void eventStreamIsReadNoFurtherThanTheAnswer() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        CountDownLatch done = new CountDownLatch(1);
        server.methods.put(
                "tools/list",
                (exchange, message) -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    String event =
                            "data:{\"id\":"
                                    + message.get("id")
                                    + ",\"result\":{\"tools\":[]}}\r\n\r\n";
                    exchange.getResponseBody().write(event.getBytes());
                    exchange.getResponseBody().flush();
                    Fixture.await(done);
                });
        probe.upstream.answers(server);

        assertThat(probe.check()).isInstanceOf(KeyCheck.Accepted.class);
        done.countDown();
    }

    @ParameterizedTest
    @CsvSource({"server/discover,401", "server/discover,403", "tools/list,401", "tools/list,403"})
    void refusalAtAnyStepOfAModernServerRejectsTheKey(String method, int status) {
        FakeMcpServer server = FakeMcpServer.modern();
        server.methods.put(method, (exchange, _) -> exchange.sendResponseHeaders(status, -1));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(new KeyCheck.Rejected());
    }

    @ParameterizedTest
    @CsvSource({
        "initialize,401",
        "notifications/initialized,403",
        "tools/list,401",
        "tools/list,403"
    })
    void refusalAtAnyStepOfALegacyServerRejectsTheKey(String method, int status) throws Exception {
        FakeMcpServer server = FakeMcpServer.legacy();
        server.methods.put(method, (exchange, _) -> exchange.sendResponseHeaders(status, -1));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(new KeyCheck.Rejected());
        if (!method.equals("initialize")) {
            assertThat(server.deleted.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"400,-32022", "404,-32601", "200,-32601", "500,-32603"})
    @DisplayName("GW-B-03: whatever does not understand discovery is legacy")
    void errorOnDiscoveryMeansLegacy(int status, int code) {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        server.session = "";
        server.methods.put(
                "server/discover",
                (exchange, message) -> FakeMcpServer.error(exchange, message, status, code));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("Memory server", true));
    }

    @Test
    void discoveryOfAnotherRevisionMeansLegacy() {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        server.session = "";
        server.methods.put(
                "server/discover",
                (exchange, message) ->
                        server.result(
                                exchange, message, "{\"supportedVersions\":[\"2099-01-01\"]}"));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(ProbeFixture.accepted("Memory server", true));
    }

    @Test
    @DisplayName("W-18, GW-B-03: a server that hangs on unknown methods is legacy")
    void silenceOnDiscoveryMeansLegacy() {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        server.session = "";
        CountDownLatch done = new CountDownLatch(1);
        server.methods.put("server/discover", (_, _) -> Fixture.await(done));
        probe.upstream.answers(server);
        try (ProbeKeyVerifier quick =
                new ProbeKeyVerifier(
                        ProbeFixture.settings(Duration.ofSeconds(6)),
                        new SecureRandom(),
                        InstantSource.system())) {
            assertThat(quick.verify(probe.connector, KEY, null))
                    .isInstanceOf(KeyCheck.Accepted.class);
        } finally {
            done.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "initialize,200,-32603",
        "initialize,503,1",
        "tools/list,200,-32603",
        "tools/list,404,-32001"
    })
    void otherErrorsLeaveTheKeyUnknown(String method, int status, int code) {
        FakeMcpServer server = FakeMcpServer.legacy();
        server.methods.put(
                method,
                (exchange, message) -> FakeMcpServer.error(exchange, message, status, code));
        probe.upstream.answers(server);

        assertThat(probe.check()).isEqualTo(new KeyCheck.Unavailable(method + ": error " + code));
    }

    @Test
    void pageThatIsNotMcpLeavesTheKeyUnknown() {
        probe.upstream.answers((exchange, _) ->
                FakeUpstream.answer(exchange, 200, "text/html", "<p>Welcome " + KEY.reveal()));

        assertThat(probe.check()).isEqualTo(new KeyCheck.Unavailable("initialize: status 200"));
    }

    @Test
    void redirectIsNotFollowed() {
        probe.upstream.answers((exchange, _) -> {
            exchange.getResponseHeaders()
                    .set("Location", probe.upstream.uri("/elsewhere").toString());
            exchange.sendResponseHeaders(307, -1);
        });

        assertThat(probe.check()).isEqualTo(new KeyCheck.Unavailable("initialize: status 307"));
        assertThat(probe.upstream.received())
                .allSatisfy(request -> assertThat(request.uri().getPath()).isEqualTo("/mcp"));
    }

    @Test
    void unreachableServerLeavesTheKeyUnknown() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }

        assertThat(
                        probe.verifier.verify(
                                ProbeFixture.connector(
                                        URI.create("http://127.0.0.1:" + port + "/mcp")),
                                KEY,
                                null))
                .isEqualTo(new KeyCheck.Unavailable("ConnectException"));
    }

    @Test
    void hangingServerLeavesTheKeyUnknownAndItsSessionIsEnded() throws Exception {
        FakeMcpServer server = FakeMcpServer.legacy(KEY.reveal());
        CountDownLatch done = new CountDownLatch(1);
        server.methods.put("tools/list", (_, _) -> Fixture.await(done));
        probe.upstream.answers(server);
        try (ProbeKeyVerifier quick =
                new ProbeKeyVerifier(
                        ProbeFixture.settings(Duration.ofSeconds(3)),
                        new SecureRandom(),
                        InstantSource.system())) {
            assertThat(quick.verify(probe.connector, KEY, null))
                    .isEqualTo(new KeyCheck.Unavailable("SocketTimeoutException"));
            assertThat(server.deleted.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            done.countDown();
        }
    }

    @Test
    void dripplingServerIsCutAtTheTimeLimit() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (RawUpstream drip =
                        new RawUpstream((socket, _) -> {
                            RawUpstream.readRequest(socket);
                            RawUpstream.write(
                                    socket,
                                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                                            + "Transfer-Encoding: chunked\r\n\r\n");
                            while (!done.await(50, TimeUnit.MILLISECONDS)) {
                                RawUpstream.write(socket, "2\r\n:\n\r\n");
                            }
                        });
                ProbeKeyVerifier quick =
                        new ProbeKeyVerifier(
                                ProbeFixture.settings(Duration.ofSeconds(1)),
                                new SecureRandom(),
                                InstantSource.system())) {
            assertThat(quick.verify(ProbeFixture.connector(drip.uri()), KEY, null))
                    .isEqualTo(new KeyCheck.Unavailable("no answer in 1000 ms"));
        } finally {
            done.countDown();
        }
    }

    @Test
    void answerOverTheLimitLeavesTheKeyUnknown() {
        FakeMcpServer server = FakeMcpServer.modern(KEY.reveal());
        server.tools("{\"name\":\"" + "x".repeat(100_000) + "\"}");
        probe.upstream.answers(server);

        assertThat(probe.check())
                .isEqualTo(new KeyCheck.Unavailable("answer longer than 100000 bytes"));
    }
}
