package dev.keystile.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.Connection;
import dev.keystile.app.flow.MovableClock;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.OwnRedis;
import dev.keystile.app.flow.RedisLine;
import dev.keystile.app.flow.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose clock is set an hour wrong, and set right again. */
class ClockJumpGatewayTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir private Path folder;
    private final MovableClock clock = new MovableClock();
    private final Wire wire = new Wire();
    private final OwnRedis redis = new OwnRedis();

    @BeforeEach
    void start() throws IOException {
        redis.start();
    }

    @AfterEach
    void stop() throws IOException {
        redis.stop();
        wire.close();
    }

    private OpenGateway gateway(String storage) {
        Map<String, String> settings = new HashMap<>();
        settings.put("STORAGE", storage);
        settings.put("STORAGE_PATH", folder.toString());
        settings.put("KEYSTILE_SECRET", "0123456789abcdef0123456789abcdef");
        if (storage.equals("redis")) {
            settings.put("REDIS_URL", redis.url());
        }
        return OpenGateway.onLoopback(clock, settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "redis"})
    void setAheadAndBackItKeepsEverybodyConnected(String storage) {
        try (var gateway = gateway(storage)) {
            var refreshing = Connection.made(wire, gateway.base());
            var waiting = Connection.made(wire, gateway.base());
            String code = waiting.code();
            clock.advance(Duration.ofSeconds(10));

            clock.advance(HOUR);
            assertThat(refreshing.calling().statusCode()).as("over").isEqualTo(401);
            assertThat(redemption(waiting, code)).as("over").isEqualTo(400);
            refreshing.assertWorks();
            assertThat(refreshing.tokens().getInt("expires_in")).isEqualTo(3600);

            clock.advance(HOUR.negated());
            refreshing.assertWorks();
            assertThat(refreshing.tokens().getInt("expires_in")).isEqualTo(3600);
            assertThat(waiting.calling().statusCode()).as("good again").isEqualTo(200);
            assertThat(redemption(waiting, code)).as("good again").isEqualTo(200);
            waiting.assertWorks();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "redis"})
    void setBackAndAheadItKeepsEverybodyConnected(String storage) {
        try (var gateway = gateway(storage)) {
            var connection = Connection.made(wire, gateway.base());

            clock.advance(HOUR.negated());
            connection.assertWorks();
            assertThat(connection.tokens().getInt("expires_in")).isEqualTo(3600);

            clock.advance(HOUR);
            connection.assertWorks();
        }
    }

    @Test
    void redisForgetsNothingThatAGatewayAheadWrote() {
        try (var gateway = gateway("redis")) {
            var connection = Connection.made(wire, gateway.base());
            clock.advance(HOUR);
            connection.refresh();
            String ttl =
                    "EVAL \"return redis.call('PTTL', redis.call('KEYS', 'keystile:grant:*')[1])\" 0";

            assertThat(Long.parseLong(RedisLine.ask(redis.port(), ttl).substring(1)))
                    .isGreaterThan(Duration.ofDays(30).toMillis());
        }
    }

    private static int redemption(Connection connection, String code) {
        return connection.client().redemption(code, OAuthClient.VERIFIER).statusCode();
    }
}
