package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An upstream that cannot be reached, and how long calls are kept away from it. */
@Timeout(60)
class UpstreamDownTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}";
    private static final int FAILURES = Circuit.Limits.DEFAULT.failures();
    private static final Duration PAUSE = Circuit.Limits.DEFAULT.pause();

    /** Has the port, so that nobody else gets it, and listens to nobody. */
    private final Socket nobody = new Socket();

    private final int port;
    private Fixture fixture;
    private LogLines log;

    UpstreamDownTest() throws IOException {
        nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        port = nobody.getLocalPort();
    }

    @BeforeEach
    void start() throws IOException {
        fixture = new Fixture(uri("http", port));
        log = LogLines.ofAll();
    }

    @AfterEach
    void stop() throws IOException {
        log.close();
        fixture.close();
        nobody.close();
    }

    @Test
    @DisplayName(
            "GW-14: an upstream that cannot be reached is left alone, and callers are told when to come")
    void afterManyFailuresCallsAreRefusedAtOnce() throws Exception {
        for (int i = 0; i < FAILURES; i++) {
            assertThat(fixture.post(CALL).statusCode()).isEqualTo(502);
        }
        fixture.clock.advance(PAUSE.minusMillis(1500));

        var refused = fixture.post(CALL);

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("2");
        assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
        assertThat(refused.body())
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":"
                                + "\"The MCP server behind this gateway cannot be reached now; try again.\"}}");
        assertThat(log.of("mcp.upstream-failed")).hasSize(FAILURES);
        assertThat(log.of("upstream.down"))
                .containsExactly("upstream.down connector=memory reason=ConnectException");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "HEAD"})
    @DisplayName("GW-14: what is no JSON-RPC request is refused in the plain form")
    void otherMethodsAreRefusedInThePlainForm(String method) throws Exception {
        for (int i = 0; i < FAILURES; i++) {
            fixture.post(CALL);
        }

        var refused =
                fixture.send(fixture.authorized("/mcp").method(method, BodyPublishers.noBody()));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("10");
        if (method.equals("HEAD")) {
            assertThat(refused.body()).isEmpty();
        } else {
            assertThat(refused.body()).startsWith("{\"error\":\"temporarily_unavailable\"");
        }
    }

    @Test
    void oneCallTriesAndAnAnswerOfAnyKindOpensTheWay() throws Exception {
        for (int i = 0; i < FAILURES; i++) {
            fixture.post(CALL);
        }
        fixture.clock.advance(PAUSE);
        assertThat(fixture.post(CALL).statusCode()).isEqualTo(502);
        assertThat(fixture.post(CALL).statusCode()).isEqualTo(503);

        try (var _ = upstreamThatSays("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(fixture.post(CALL).statusCode()).isEqualTo(503);
            fixture.clock.advance(PAUSE);
            assertThat(fixture.post(CALL).statusCode()).isEqualTo(500);
            assertThat(fixture.post(CALL).statusCode()).isEqualTo(500);
        }
        assertThat(log.of("upstream.down")).hasSize(1);
        assertThat(log.of("upstream.up")).containsExactly("upstream.up connector=memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
                "no HTTP at all\r\n\r\n",
                ""
            })
    @DisplayName("a live upstream that answers wrongly, or drops a connection, is not down")
    void wrongAnswersTakeNothingAway(String answer) throws Exception {
        try (var _ = upstreamThatSays(answer)) {
            for (int i = 0; i < FAILURES * 2; i++) {
                assertThat(fixture.post(CALL).headers().firstValue("retry-after")).isEmpty();
            }
        }
        assertThat(log.of("upstream.down")).isEmpty();
    }

    @Test
    @DisplayName("GW-14, GW-15: silence before the head counts, and the caller gets 504")
    void silenceCounts() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (FakeUpstream upstream = new FakeUpstream();
                Fixture impatient =
                        new Fixture(
                                upstream.uri("/mcp"),
                                Fixture.settings(Duration.ofMillis(200)),
                                new ApiKeyHeader("x-api-key", null))) {
            upstream.answers((_, _) -> Fixture.await(done));
            for (int i = 0; i < FAILURES; i++) {
                assertThat(impatient.post(CALL).statusCode()).isEqualTo(504);
            }
            assertThat(impatient.post(CALL).statusCode()).isEqualTo(503);
            assertThat(upstream.received()).hasSize(FAILURES);
        } finally {
            done.countDown();
        }
    }

    @Test
    @DisplayName("GW-14: a failure of TLS is 502 and counts")
    void tlsThatFailsCounts() throws Exception {
        nobody.close();
        String plain = "HTTP/1.1 400 No\r\nContent-Length: 0\r\n\r\n";
        try (var _ =
                        new RawUpstream(
                                new ServerSocket(port, 50, InetAddress.getLoopbackAddress()),
                                (socket, _) -> RawUpstream.write(socket, plain));
                Fixture secure = new Fixture(uri("https", port))) {
            for (int i = 0; i < FAILURES; i++) {
                HttpResponse<String> got = secure.post(CALL);
                assertThat(got.statusCode()).isEqualTo(502);
                assertThat(got.body()).contains("\"id\":7");
            }
            assertThat(secure.post(CALL).statusCode()).isEqualTo(503);
        }
    }

    private RawUpstream upstreamThatSays(String answer) throws IOException {
        nobody.close();
        return new RawUpstream(
                new ServerSocket(port, 50, InetAddress.getLoopbackAddress()),
                (socket, _) -> {
                    RawUpstream.readRequest(socket);
                    RawUpstream.write(socket, answer);
                });
    }

    private static URI uri(String scheme, int port) {
        return URI.create(scheme + "://127.0.0.1:" + port + "/mcp");
    }
}
