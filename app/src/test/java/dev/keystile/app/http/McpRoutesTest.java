package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.mcp.bridge.McpRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpRoutesTest {
    private static final byte[] JSON = "{}".getBytes(StandardCharsets.UTF_8);

    private final Site site = Site.onLoopback();
    private final AtomicReference<McpRequest> call = new AtomicReference<>();
    private final AtomicReference<String> body = new AtomicReference<>();

    @AfterEach
    void stop() {
        site.close();
    }

    private void answer(int status, Map<String, String> headers) {
        site.mcp =
                (request, response) -> {
                    call.set(request);
                    body.set(new String(request.body().readAllBytes(), StandardCharsets.UTF_8));
                    response.send(status, headers, JSON);
                };
    }

    @ParameterizedTest
    @DisplayName("RS-T-13: with and without a trailing slash, without redirect")
    @CsvSource({
        "/mcp, /mcp",
        "/mcp/, /mcp",
        "/mcp/oauth/some.user_1~-, /mcp/oauth/some.user_1~-",
        "/mcp/oauth/u/, /mcp/oauth/u"
    })
    void pathNamesTheResource(String path, String resource) {
        answer(200, Map.of("Content-Type", "application/json"));

        var answer = site.send("POST", path, "X-Two: a\nX-Two: b\n", "ping");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(call.get().method()).isEqualTo("POST");
        assertThat(call.get().resource().uri()).isEqualTo(site.issuer().url(resource));
        assertThat(call.get().headers().values("x-two")).containsExactly("a", "b");
        assertThat(body.get()).isEqualTo("ping");
    }

    @ParameterizedTest
    @CsvSource({
        "/key/mcp, /mcp, true",
        "/key/mcp/, /mcp, true",
        "/key/mcp/oauth/u, /mcp/oauth/u, true",
        "/mcp/oauth/u, /mcp/oauth/u, false"
    })
    void siblingPathTakesKeysOnly(String path, String resource, boolean keysOnly) {
        answer(200, Map.of());

        assertThat(site.send("POST", path, "", "ping").status()).isEqualTo(200);
        assertThat(call.get().resource().uri()).isEqualTo(site.issuer().url(resource));
        assertThat(call.get().keysOnly()).isEqualTo(keysOnly);
    }

    @ParameterizedTest
    @DisplayName("AS-R-04: the path is matched as it was written; anything else is 404 JSON")
    @ValueSource(
            strings = {
                "/mcp/oauth/a%2Fb",
                "/mcp/oauth/%61",
                "/%6Dcp",
                "/mcp/oauth/",
                "/mcp/oauth",
                "/mcp/oauth/a/b",
                "/mcp/oauth/.",
                "/mcp/oauth/..",
                "/mcp//",
                "//mcp",
                "/x/../mcp",
                "/mcp;a=b",
                "/mcp/oauth/u;a=b",
                "/mcp/other",
                "/key",
                "/key/",
                "/key/mcpx",
                "/key/key/mcp",
                "/key/mcp/other",
                "/MCP"
            })
    void otherPathsAreNotFound(String path) {
        answer(200, Map.of());

        var answer = site.send("POST", path, "", "ping");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().getString("error")).isEqualTo("not_found");
        assertThat(call.get()).isNull();
    }

    @Test
    void userIdHasAtMost64Characters() {
        answer(200, Map.of());

        assertThat(site.get("/mcp/oauth/" + "u".repeat(64)).status()).isEqualTo(200);
        assertThat(site.get("/mcp/oauth/" + "u".repeat(65)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE", "PUT"})
    void everyMethodGoesToTheBridge(String method) {
        answer(401, Map.of("WWW-Authenticate", "Bearer scope=\"mcp\""));

        var answer = site.send(method, "/mcp", "", "");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer scope=\"mcp\"");
        assertThat(call.get().method()).isEqualTo(method);
    }

    @Test
    @DisplayName("RS-T-10, RS-T-12: a preflight needs no token")
    void preflightDoesNotReachTheBridge() {
        answer(401, Map.of());

        assertThat(site.send("OPTIONS", "/mcp", "", "").status()).isEqualTo(204);
        assertThat(call.get()).isNull();
    }

    @Test
    void requestOverTheLimitIsRefused() {
        answer(200, Map.of());

        assertThat(site.send("POST", "/mcp", "", "a".repeat(Site.MAX_BODY)).status())
                .isEqualTo(200);
        var answer = site.send("POST", "/mcp", "Content-Length: " + (Site.MAX_BODY + 1) + "\n", "");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
    }

    @Test
    @DisplayName("A refusal is seen though the body was not read")
    void bodyThatNobodyReadsDoesNotResetTheAnswer() {
        site.mcp = (_, response) -> response.send(401, Map.of(), JSON);

        assertThat(site.send("POST", "/mcp", "", "a".repeat(Site.MAX_BODY)).status())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("GW: the head of an event stream and every event reach the client at once")
    void streamIsNotHeldBack() throws Exception {
        var received = new CountDownLatch(1);
        site.mcp =
                (_, response) -> {
                    try (OutputStream out =
                            response.stream(200, Map.of("Content-Type", "text/event-stream"), -1)) {
                        out.flush();
                        await(received);
                        out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                };
        try (var socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(20_000);
            String request =
                    "GET /mcp HTTP/1.1\r\nHost: "
                            + site.issuer().authority()
                            + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String head = readUntil(socket.getInputStream(), "\r\n\r\n");
            received.countDown();
            String rest =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(head).startsWith("HTTP/1.1 200").contains("text/event-stream");
            assertThat(rest).contains("data: 1\n\n").endsWith("0\r\n\r\n");
        }
    }

    @Test
    void streamOfKnownLengthIsSentAsItIs() {
        site.mcp =
                (_, response) -> {
                    try (OutputStream out =
                            response.stream(200, Map.of("Content-Type", "application/json"), 2)) {
                        out.flush();
                        out.write(JSON);
                    }
                };

        var answer = site.get("/mcp");

        assertThat(answer.header("Content-Length")).isEqualTo("2");
        assertThat(answer.body()).isEqualTo("{}");
    }

    @Test
    @DisplayName("GW: an answer that broke off does not pass for complete")
    void brokenAnswerIsCutOff() throws Exception {
        site.mcp =
                (_, response) -> {
                    OutputStream out =
                            response.stream(200, Map.of("Content-Type", "application/json"), -1);
                    out.write(JSON);
                    out.flush();
                    throw new IOException("upstream broke off");
                };
        try (var socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(20_000);
            String request = "GET /mcp HTTP/1.1\r\nHost: " + site.issuer().authority() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(all).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new IOException("the client never saw the head");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                return text.toString();
            }
            text.append((char) next);
        }
        return text.toString();
    }
}
