package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.app.metrics.Metrics;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.webserver.WebServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ManagementServerTest {
    private final SwitchableStore store = new SwitchableStore();
    private final Health health = new Health(store);
    private final WebServer server =
            ManagementServer.start(listener(0), health, new Metrics(), _ -> {});

    @AfterEach
    void stop() {
        server.stop();
    }

    private static Listener listener(int port) {
        return new Listener(
                "127.0.0.1", port, "management.port (MANAGEMENT_PORT)", 1024, Duration.ZERO);
    }

    private Raw.Answer get(String path) {
        return new Raw(server.port()).send(Raw.request("GET " + path, "any", ""));
    }

    @Test
    void isReadyFromItsStartUntilItIsToldToStop() {
        assertThat(get("/health/ready").status()).isEqualTo(503);
        assertThat(get("/health/started").status()).isEqualTo(503);

        health.started(() -> Map.of("jean", false));
        assertThat(get("/health/ready").status()).isEqualTo(200);
        assertThat(get("/health/ready").body()).contains("\"jean\":\"down\"");
        assertThat(get("/health/started").status()).isEqualTo(200);

        health.stopping();
        assertThat(get("/health/ready").status()).isEqualTo(503);
        assertThat(get("/health/started").status()).isEqualTo(200);
        assertThat(get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void metricsAreText() {
        Raw.Answer answer = get("/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).startsWith("text/plain");
        assertThat(answer.body()).contains("# TYPE jvm_memory_used_bytes gauge");
    }

    @Test
    @DisplayName("A body that is sent though nobody asked for it is no request (RFC 9110 10.1.1)")
    void aBodyThatWasNotAwaitedIsABody() {
        String hidden = "GET /metrics HTTP/1.1\nHost: any\n\n";
        String refused =
                "POST /nowhere HTTP/1.1\nHost: any\nExpect: 100-continue\nContent-Length: "
                        + hidden.replace("\n", "\r\n").length()
                        + "\n\n";
        String last = Raw.request("GET /metrics", "any", "");

        Raw.Answer all = new Raw(server.port()).send(refused + hidden + last);
        assertThat(all.body().split("HTTP/1\\.1 200", -1)).hasSize(2);
    }

    @Test
    void isReadyWhileTheStoreAnswers() {
        health.started(Map::of);
        assertThat(get("/health/ready").status()).isBetween(200, 204);

        store.away = true;
        assertThat(get("/health/ready").status()).isEqualTo(503);

        store.away = false;
        assertThat(get("/health/ready").status()).isBetween(200, 204);
    }

    @Test
    void isAliveWhateverTheStoreDoes() {
        store.away = true;

        assertThat(get("/health/live").status()).isBetween(200, 204);
    }

    @Test
    void hasNothingElse() {
        assertThat(get("/mcp").status()).isEqualTo(404);
        assertThat(get("/observe").status()).isEqualTo(404);
    }

    @Test
    void busyPortIsNamedWithItsSetting() {
        assertThatThrownBy(() ->
                        ManagementServer.start(
                                listener(server.port()), health, new Metrics(), _ -> {}))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("127.0.0.1:" + server.port())
                .hasMessageContaining("management.port (MANAGEMENT_PORT)");
    }

    private static final class SwitchableStore implements Store {
        private volatile boolean away;

        @Override
        public Optional<Stored> find(Key key) {
            if (away) {
                throw new StoreUnavailableException("away", null);
            }
            return Optional.empty();
        }

        @Override
        public Write insert(Key key, String value, Instant ends) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Write replace(Stored expected, String value, Instant ends) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove(Key key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Listed> list(Kind kind, Listed after, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long count(Kind kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void watch(Watcher watcher) {
            throw new UnsupportedOperationException();
        }
    }
}
