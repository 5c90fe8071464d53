package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessLogTest {
    private final Logger logger = Logger.getLogger("dev.keystile.app.http");
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final Handler handler = new Collector();
    private final Site site = Site.onLoopback();

    @BeforeEach
    void listen() {
        logger.setLevel(Level.FINE);
        logger.addHandler(handler);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(handler);
        logger.setLevel(null);
        site.close();
    }

    private String event() throws InterruptedException {
        return String.valueOf(events.poll(20, TimeUnit.SECONDS));
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp/oauth/some-user, /mcp/oauth/{user_id}, 200",
        "/key/mcp/oauth/some-user, /key/mcp/oauth/{user_id}, 200",
        "/.well-known/oauth-protected-resource/mcp/oauth/some-user,"
                + " /.well-known/oauth-protected-resource/mcp/oauth/{user_id}, 200",
        "/oauth/authorize?state=some-state, /oauth/authorize, 400",
        "/oauth/identity?code=some-code&state=some-state, /oauth/identity, 400",
        "/account?done=tools, /account, 200",
        "/oauth/register/some-client, /oauth/register/{client_id}, 401",
        "/jean_sk_pasted_by_mistake, other, 404",
        "/mcp/oauth/a%2Fb, /mcp/oauth/{user_id}, 404"
    })
    void requestIsOneEventWithoutWhatTheCallerChose(String path, String route, int status)
            throws InterruptedException {
        site.get(path);

        assertThat(event())
                .matches(
                        "http\\.request method=GET route=\\Q"
                                + route
                                + "\\E status="
                                + status
                                + " ms=[0-9]+ request=\\S+");
        assertThat(events).isEmpty();
    }

    @Test
    void methodThatIsUnknownIsNotNamed() throws InterruptedException {
        site.send("JEAN_SK_PASTED", "/", "", "");

        assertThat(event()).startsWith("http.request method=other route=/ status=405 ");
    }

    @Test
    @DisplayName("An update of a client (RFC 7592 section 2.2) has its method")
    void putIsNamed() throws InterruptedException {
        site.send("PUT", "/oauth/register/some-client", "", "");

        assertThat(event())
                .startsWith("http.request method=PUT route=/oauth/register/{client_id} ");
    }

    @Test
    void requestsAreToldApart() throws InterruptedException {
        site.get("/");
        site.get("/");

        assertThat(List.of(event(), event()))
                .map(event -> event.replaceFirst(".* request=", ""))
                .doesNotHaveDuplicates();
    }

    private final class Collector extends Handler {
        private Collector() {
            setLevel(Level.ALL);
        }

        @Override
        public void publish(LogRecord logged) {
            events.add(logged.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
