package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorAnswersTest {
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\n";

    private final Site site = Site.onLoopback();

    @AfterEach
    void stop() {
        site.close();
    }

    private void failWith(RuntimeException thrown) {
        site.oauth.token =
                _ -> {
                    throw thrown;
                };
        site.oauth.authorize =
                _ -> {
                    throw thrown;
                };
    }

    @Test
    @DisplayName("AS-T-06: the store being away is 503 with Retry-After, not an OAuth verdict")
    void unavailableStoreIsATemporaryFault() {
        failWith(new StoreUnavailableException("connection refused", null));

        var json = site.send("POST", "/oauth/token", FORM, "a=b");
        var page = site.send("GET", "/oauth/authorize", "Accept: text/html\n", "");

        assertThat(List.of(json.status(), page.status())).containsExactly(503, 503);
        assertThat(List.of(json.header("Retry-After"), page.header("Retry-After")))
                .containsExactly("2", "2");
        assertThat(json.json().getString("error")).isEqualTo("temporarily_unavailable");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(json.body() + page.body()).doesNotContain("connection refused");
    }

    @Test
    void unexpectedFailureIsLoggedOnceAndNotExplained() {
        failWith(new IllegalStateException("the secret reason"));
        List<LogRecord> records = new ArrayList<>();

        Raw.Answer json;
        Raw.Answer page;
        try (var _ = new Capture(records)) {
            json = site.send("POST", "/oauth/token", FORM, "a=b");
            page = site.get("/oauth/authorize");
        }

        assertThat(List.of(json.status(), page.status())).containsExactly(500, 500);
        assertThat(json.json().getString("error")).isEqualTo("server_error");
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(json.body() + page.body())
                .doesNotContain("secret reason", "IllegalState", "at dev.");
        assertThat(records)
                .hasSize(2)
                .allMatch(r -> r.getMessage().startsWith("request.failed request="))
                .allMatch(r -> r.getThrown() == null);
        String logged = records.getFirst().getMessage();
        assertThat(logged)
                .contains("java.lang.IllegalStateException", "at dev.keystile.app")
                .doesNotContain("secret reason");
        String id = logged.lines().findFirst().orElseThrow().replaceFirst(".*=", "");
        assertThat(json.json().getString("error_description")).contains(id);
    }

    @Test
    void pathOfManySegmentsIsRefusedLikeAnyOther() {
        var answer = site.send("GET", "/a".repeat(7_000), "", "");

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @DisplayName("A request target in absolute form (RFC 9112 section 3.2.2) names no route")
    @ValueSource(strings = {"http://evil.example/mcp", "http://{host}/mcp", "*"})
    void targetThatIsNoPathIsNotFound(String target) {
        var answer =
                site.send("OPTIONS", target.replace("{host}", site.issuer().authority()), "", "");

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nothing | text/html | text/html; charset=utf-8",
                "/nothing | */* | application/json",
                "/oauth/nothing | application/json | application/json",
                "/%2e%2e/ | text/html | text/html; charset=utf-8",
                "/static/nothing.css | text/css | application/json",
                "/static/../application.yaml | */* | application/json"
            })
    void unknownPathIsNotFound(String path, String accept, String type) {
        var answer = site.send("GET", path, "Accept: " + accept + "\n", "");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @ParameterizedTest
    @DisplayName("Requests that never reach a route are answered in OAuth's shape too")
    @CsvSource(
            delimiter = '|',
            value = {
                "GET HTTP/1.1 | 400",
                "GET mcp GARBAGE HTTP/1.1 | 400",
                "GARBAGE@ /mcp HTTP/1.1 | 400",
                "GET /mcp?{long} HTTP/1.1 | 414",
                "GET /mcp HTTP/1.1;Host: {host};X-Long: {long} | 400",
                "GET /mcp HTTP/1.1 | 400",
                "GET /mcp HTTP/1.1;Host: a b | 400",
                "POST /oauth/token HTTP/1.1;Host: {host};Content-Length: x | 400",
                "POST /oauth/token HTTP/1.1;Host: {host};Content-Length: 1;Transfer-Encoding: chunked | 400",
                "POST /oauth/token HTTP/1.1;Host: {host};Content-Length: 999999999 | 413"
            })
    void unreadableRequestIsRefusedInJson(String request, int status) {
        String text =
                request.replace(";", "\n")
                        .replace("{host}", site.issuer().authority())
                        .replace("{long}", "a".repeat(20_000));

        var answer = site.raw(text + "\n\n");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().getString("error")).isEqualTo("invalid_request");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body()).doesNotContain("GARBAGE", "aaaa");
    }

    @Test
    void unreadableRequestOfABrowserIsRefusedOnAPage() {
        var answer =
                site.raw(
                        "POST /oauth/callback HTTP/1.1\nHost: "
                                + site.issuer().authority()
                                + "\nAccept: text/html\nContent-Length: 999999999\n\n");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).startsWith("text/html");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/oauth/token | Content-Length: 10\\r\\n\\r\\na=b",
                "/oauth/token | Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\na=b\\r\\n",
                "/oauth/token | Transfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\na=b\\r\\n",
                "/mcp | Transfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\na=b\\r\\n",
                "/nothing | Connection: close\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n"
            })
    void bodyThatCannotBeReadIsNoFault(String path, String rest) throws IOException {
        site.mcp = (request, _) -> request.body().readAllBytes();
        List<LogRecord> records = new ArrayList<>();
        try (var _ = new Capture(records);
                var socket = new Socket("127.0.0.1", site.port())) {
            OutputStream out = socket.getOutputStream();
            String request =
                    "POST "
                            + path
                            + " HTTP/1.1\r\nHost: "
                            + site.issuer().authority()
                            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                            + rest.translateEscapes();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            socket.shutdownOutput();
            socket.setSoTimeout(20_000);
            socket.getInputStream().readAllBytes();
        }

        assertThat(records).isEmpty();
    }

    @Test
    @DisplayName("A connection that is said to be closed is closed, and one that is not stays open")
    void connectionIsClosedWhenAsked() throws IOException {
        String start =
                "GET /.well-known/oauth-authorization-server HTTP/1.1\r\nHost: "
                        + site.issuer().authority();
        try (var socket = new Socket("127.0.0.1", site.port())) {
            socket.setSoTimeout(20_000);
            String two = start + "\r\n\r\n" + start + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(two.getBytes(StandardCharsets.UTF_8));
            String answers =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(3);
        }
    }

    /** Collects what is logged from WARNING on, by libraries too. */
    private static final class Capture extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("");
        private final List<LogRecord> records;

        Capture(List<LogRecord> records) {
            this.records = records;
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord logged) {
            if (logged.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()) {
                records.add(logged);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
