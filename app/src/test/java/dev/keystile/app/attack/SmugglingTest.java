package dev.keystile.app.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.SessionUpstream;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests whose end is in doubt, with another one hidden behind it (RFC 9112 section 11.2): a
 * proxy in front may read them in another way. The hidden one, which names a path of its own, is
 * never answered, and nothing of either gets upstream.
 */
@Timeout(120)
class SmugglingTest {
    private static final String HIDDEN =
            "GET /.well-known/openid-configuration HTTP/1.1\r\nHost: {host}\r\n\r\n";
    private static final String KEY =
            "x-api-key: jean_sk_demo_1\r\nContent-Type: application/json\r\n";

    private static final SessionUpstream UPSTREAM = new SessionUpstream("jean_sk_demo_1");
    private static OpenGateway gateway;
    private Logged log;

    @BeforeAll
    static void start() {
        gateway =
                OpenGateway.onLoopback(
                        new MovableClock(), Map.of("MCP_UPSTREAM_URL", UPSTREAM.url()));
    }

    @BeforeEach
    void forget() {
        UPSTREAM.forget();
        log = new Logged();
    }

    /** What a stranger sends is no fault of the gateway. */
    @AfterEach
    void nothingFailed() {
        log.close();
        assertThat(log.of("request.failed")).isEmpty();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    private static URI base() {
        return URI.create(gateway.base());
    }

    /** What is answered to these bytes until the gateway closes. */
    private static String answers(String bytes) throws IOException {
        try (var wire = new Wires(base().getPort())) {
            wire.send(bytes.replace("{host}", base().getAuthority())).end();
            return wire.rest();
        } catch (SocketException reset) {
            return "";
        }
    }

    private static String head(String path, String fields) {
        return "POST " + path + " HTTP/1.1\r\nHost: {host}\r\n" + KEY + fields;
    }

    private static void assertHiddenIsNotAnswered(String answers) {
        assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSizeLessThanOrEqualTo(2);
        assertThat(answers).doesNotContain("\"issuer\"");
        assertThat(UPSTREAM.requests()).isEmpty();
    }

    @Test
    @DisplayName("The same two requests with one sure end each are both answered")
    void twoPlainRequestsAreTwo() throws IOException {
        assertThat(answers(head("/mcp", "Content-Length: 2\r\n\r\n{}") + HIDDEN))
                .contains("\"issuer\"");
    }

    @ParameterizedTest
    @DisplayName("A doubtful length is refused, at the endpoints of OAuth and of MCP")
    @ValueSource(
            strings = {
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 2\r\n\r\n",
                "Content-Length: 2\r\nContent-Length: 0\r\n\r\n{}",
                "Content-Length: 0, 2\r\n\r\n",
                "Content-Length: +2\r\n\r\n{}",
                "Content-Length: -2\r\n\r\n{}",
                "Content-Length: 0x2\r\n\r\n{}",
                "Content-Length: 2 0\r\n\r\n{}",
                "Content-Length: 18446744073709551618\r\n\r\n{}",
                "Content-Length : 2\r\n\r\n{}",
                "Content-Length:\r\n 2\r\n\r\n{}",
                "X-First: a\r\n Content-Length: 0\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity, chunked\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding:\r\n chunked\r\nContent-Length: 2\r\n\r\n{}",
                "Transfer-Encoding:\u000bchunked\r\nContent-Length: 2\r\n\r\n{}",
                " Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
            })
    void aDoubtfulLengthIsRefused(String rest) throws IOException {
        for (String path : new String[] {"/mcp", "/oauth/token"}) {
            assertHiddenIsNotAnswered(answers(head(path, rest) + HIDDEN));
        }
    }

    @ParameterizedTest
    @DisplayName("A doubtful chunk is refused, and what follows it is no request")
    @ValueSource(
            strings = {
                "0x2\r\n{}\r\n0\r\n\r\n",
                "-2\r\n{}\r\n0\r\n\r\n",
                "2\r\n{}X\r\n0\r\n\r\n",
                "2\r\n{}0\r\n\r\n",
                "2 \r\r\n{}\r\n0\r\n\r\n",
                "2\n{}\n0\n\n",
                "2;a=\nb\r\n{}\r\n0\r\n\r\n",
                "\r\n2\r\n{}\r\n0\r\n\r\n",
                "ffffffffffffffff2\r\n{}\r\n0\r\n\r\n",
                "100000002\r\n{}\r\n0\r\n\r\n",
            })
    void aDoubtfulChunkIsRefused(String chunks) throws IOException {
        for (String path : new String[] {"/mcp", "/oauth/token"}) {
            assertHiddenIsNotAnswered(
                    answers(head(path, "Transfer-Encoding: chunked\r\n\r\n" + chunks) + HIDDEN));
        }
    }

    @ParameterizedTest
    @DisplayName("A body that is sent though nobody asked for it is no request")
    @ValueSource(strings = {"/mcp", "/oauth/token", "/nowhere", "//"})
    void aBodyThatWasNotAwaitedIsABody(String path) throws IOException {
        String hidden = HIDDEN.replace("{host}", base().getAuthority());
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: {host}\r\nExpect: 100-continue\r\nContent-Length: "
                        + hidden.length();

        assertThat(answers(head + "\r\n\r\n" + hidden)).doesNotContain("\"issuer\"");
    }

    @ParameterizedTest
    @DisplayName("A head with bare line ends, a NUL, or two hosts is refused")
    @ValueSource(
            strings = {
                "POST /mcp HTTP/1.1\nHost: {host}\nContent-Length: 2\n\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nX: a\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nX: a\rContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nX: a\u0000b\r\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nX y: a\r\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.1\r\nHost: {host}\r\nno colon\r\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp HTTP/1.2\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n{}",
                "POST /mcp\r\nHost: {host}\r\nContent-Length: 2\r\n\r\n{}",
            })
    void aDoubtfulHeadIsRefused(String request) throws IOException {
        assertHiddenIsNotAnswered(answers(request + HIDDEN));
    }

    @ParameterizedTest
    @DisplayName("What Helidon forgives ends where it says, and the next request is the next one")
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n",
                ": a\r\nContent-Length: 2\r\n\r\n{}",
            })
    void whatIsForgivenHasOneReading(String rest) throws IOException {
        String answers = answers(head("/mcp", rest) + HIDDEN);

        assertThat(UPSTREAM.requests()).containsExactly("{}");
        assertThat(answers.split("HTTP/1\\.1 ", -1)).hasSize(3);
        assertThat(answers).contains("\"issuer\"");
    }
}
