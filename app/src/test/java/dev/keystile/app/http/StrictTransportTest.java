package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Issuer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Strict-Transport-Security behind a proxy that speaks TLS. */
@Timeout(60)
class StrictTransportTest {
    private static final String FIELD = "Strict-Transport-Security";
    private static final String A_YEAR = "max-age=31536000";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /",
                "GET /nothing",
                "GET /openapi",
                "GET /.well-known/oauth-authorization-server",
                "GET /brand/style.css",
                "POST /mcp",
                "POST /oauth/token",
                "OPTIONS /mcp",
                "GET /../a",
                "NONSENSE"
            })
    void everyAnswerHasIt(String line) {
        try (Site site = Site.behindProxy()) {
            Raw.Answer answer = site.raw(Raw.request(line, site.issuer().authority(), ""));

            assertThat(answer.headers().get(FIELD.toLowerCase(Locale.ROOT)))
                    .as(answer.status() + "")
                    .containsExactly(A_YEAR);
        }
    }

    @Test
    void aConnectionThatIsOneTooManyIsToldToo() throws IOException {
        var limits = new ConnectionLimits(10, 1, Duration.ofSeconds(30));
        try (Site site = Site.behindProxy(limits);
                var _ = new Socket("127.0.0.1", site.port())) {
            site.awaitConnections(1);
            try (var second = new Socket("127.0.0.1", site.port())) {
                second.setSoTimeout(20_000);
                String answer =
                        new String(
                                second.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(answer)
                        .startsWith("HTTP/1.1 503")
                        .contains("\r\n" + FIELD + ": " + A_YEAR + "\r\n\r\n{");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://mcp.example.com, true",
        "https://mcp.example.com:8443, true",
        "https://localhost:8443, false",
        "https://127.0.0.1, false",
        "http://localhost:8080, false"
    })
    void itIsForPublicHostsOfHttps(String issuer, boolean told) {
        assertThat(StrictTransport.of(new Issuer(issuer)).on()).isEqualTo(told);
    }
}
