package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Write;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a store finds its Redis, and what it says when it does not. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisStartTest {
    private static final String PASSWORD = "s3cret/p@ss";

    @Parameter RedisBinary binary;
    private final RedisFixture fixture = new RedisFixture();

    @AfterEach
    void stop() {
        fixture.close();
    }

    private static RedisUrl url(RedisProcess redis, String login) {
        return RedisUrl.parse("redis://" + login + "127.0.0.1:" + redis.port(), false);
    }

    private static List<String> logged(Runnable act) {
        try (var lines = new Lines(Level.ALL, "dev.keystile.oauth.impl")) {
            act.run();
            return lines.lines;
        }
    }

    @Test
    void beforeItIsConnectedItIsUnavailable() {
        var settings = RedisSettings.of(RedisUrl.parse("redis://127.0.0.1:1", false));
        try (var store = new RedisStore(settings, fixture.clock, RedisFixture.random())) {
            assertThatThrownBy(() -> store.find(KEY)).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> store.count(Kind.GRANT))
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void whereNobodyListensItGivesUpInTimeAndSaysWhere() {
        int port = RedisProcess.freePort();
        var url = RedisUrl.parse("redis://:" + PASSWORD + "@127.0.0.1:" + port, false);

        List<String> lines =
                logged(() ->
                        assertThatThrownBy(() -> RedisFixture.start(url, Duration.ofSeconds(2)))
                                .isInstanceOf(StoreUnavailableException.class)
                                .hasMessageStartingWith(
                                        "cannot use Redis at 127.0.0.1:" + port + ", after ")
                                .hasMessageContaining(RedisProblem.UNREACHABLE.text())
                                .hasNoCause());

        assertThat(lines)
                .anyMatch(line -> line.contains("store.waiting redis=127.0.0.1:" + port))
                .noneMatch(line -> line.contains(PASSWORD));
    }

    @Test
    void aServerThatComesLaterIsWaitedFor() throws Exception {
        int port = RedisProcess.freePort();
        var url = RedisUrl.parse("redis://127.0.0.1:" + port, false);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor();
                var lines = new Lines(Level.ALL, "dev.keystile.oauth.impl")) {
            var start = executor.submit(() -> RedisFixture.start(url, Duration.ofMinutes(2)));
            Await.that(() -> lines.lines.stream().anyMatch(line -> line.contains("store.waiting")));

            try (var redis = RedisProcess.start(binary, port)) {
                start.get();
                assertThat(redis.ask("PING")).isEqualTo("PONG");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"'', NOAUTH", "':wr0ng@', WRONGPASS", "'nobody:wr0ng@', WRONGPASS"})
    void aWrongPasswordIsSaidAtOnce(String login, RedisProblem problem) {
        try (var redis = RedisProcess.start(binary, "--requirepass", PASSWORD)) {
            try (var lines = new Lines(Level.WARNING, "dev.keystile.oauth.impl", "org.redisson")) {
                assertThatThrownBy(
                                () -> RedisFixture.start(url(redis, login), Duration.ofMinutes(10)))
                        .isInstanceOf(StoreUnavailableException.class)
                        .hasMessageContaining(problem.text())
                        .hasMessageNotContaining("wr0ng")
                        .hasNoCause();
                assertThat(lines.lines).noneMatch(line -> line.contains("wr0ng"));
            }
        }
    }

    @Test
    void theRightPasswordOpens() {
        try (var redis = RedisProcess.start(binary, "--requirepass", PASSWORD)) {
            RedisStore store = fixture.connect(url(redis, ":" + PASSWORD + "@"));

            assertThat(store.insert(KEY, "one", fixture.ends)).isEqualTo(Write.DONE);
            assertThat(redis.askAs(PASSWORD, "DBSIZE")).isEqualTo("2");
        }
    }

    @Test
    void aUserNeedsTheseRightsAndNoMore() {
        try (var redis = RedisProcess.start(binary)) {
            redis.ask(RedisFixture.USER.split(" "));
            RedisStore store = fixture.connect(url(redis, "keystile:pass@"));

            assertThat(store.insert(KEY, "one", fixture.ends)).isEqualTo(Write.DONE);
            assertThat(store.replace(store.find(KEY).orElseThrow(), "two", fixture.ends))
                    .isEqualTo(Write.DONE);
            assertThat(store.list(Kind.GRANT, null, 10)).hasSize(1);
            assertThat(store.count(Kind.GRANT)).isEqualTo(1);
            store.remove(KEY);
            assertThat(store.find(KEY)).isEmpty();

            redis.ask("ACL", "SETUSER", "keystile", "-get");
            assertThatThrownBy(() -> store.find(KEY)).hasMessage(RedisProblem.NOPERM.text());
        }
    }

    @Test
    void aDatabaseIsChosen() {
        try (var redis = RedisProcess.start(binary)) {
            var url = RedisUrl.parse("redis://127.0.0.1:" + redis.port() + "/3", false);
            fixture.connect(url).insert(KEY, "one", fixture.ends);

            assertThat(redis.ask("INFO", "keyspace")).contains("db3:keys=2").doesNotContain("db0");
        }
    }

    @Test
    void whatMayLoseRecordsIsSaidOnce() {
        try (var redis = RedisProcess.start(binary, "--maxmemory-policy", "allkeys-lru")) {
            List<String> lines = logged(() -> fixture.connect(redis.url(), InstantSource.system()));

            assertThat(lines)
                    .anyMatch(line ->
                            line.contains("store.redis-evicts maxmemory-policy=allkeys-lru"))
                    .anyMatch(line -> line.contains("store.redis-forgets appendonly=no"))
                    .hasSize(2);
        }
    }

    @Test
    void aRedisThatKeepsEverythingIsNotSpokenOf() {
        try (var redis = RedisProcess.start(binary, "--appendonly", "yes")) {
            assertThat(logged(() -> fixture.connect(redis.url(), InstantSource.system())))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aClockThatIsNotThatOfRedisIsSpokenOf(long seconds) {
        try (var redis = RedisProcess.start(binary, "--appendonly", "yes")) {
            InstantSource wrong = () -> InstantSource.system().instant().plusSeconds(seconds);

            assertThat(logged(() -> fixture.connect(redis.url(), wrong)))
                    .singleElement()
                    .asString()
                    .contains(
                            "store.clock-differs seconds-ahead-of-redis="
                                    + (seconds < 0 ? "-3" : "3"));
        }
    }

    @Test
    void aReplicaIsWaitedForUntilItIsTheMaster() throws Exception {
        try (var master = RedisProcess.start(binary);
                var replica = replicaOf(master);
                var executor = Executors.newVirtualThreadPerTaskExecutor();
                var lines = new Lines(Level.ALL, "dev.keystile.oauth.impl")) {
            var start =
                    executor.submit(() -> RedisFixture.start(replica.url(), Duration.ofMinutes(2)));
            Await.that(() -> lines.lines.stream().anyMatch(line -> line.contains("store.waiting")));
            assertThat(lines.lines).allMatch(line -> line.contains(RedisProblem.READONLY.text()));

            replica.ask("REPLICAOF", "NO", "ONE");
            start.get();
        }
    }

    @Test
    void aReplicaThatStaysOneIsRefused() {
        try (var master = RedisProcess.start(binary);
                var replica = replicaOf(master)) {
            assertThatThrownBy(() -> RedisFixture.start(replica.url(), Duration.ZERO))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining(RedisProblem.READONLY.text())
                    .hasMessageContaining("that its URL is right");
        }
    }

    private RedisProcess replicaOf(RedisProcess master) {
        RedisProcess replica =
                RedisProcess.start(
                        binary, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
        Await.that(() -> replica.ask("INFO", "replication").contains("role:slave"));
        return replica;
    }

    @Test
    void whatMayNotBeAskedIsSaidToBeUnchecked() {
        try (var redis = RedisProcess.start(binary)) {
            redis.ask("ACL SETUSER default -info".split(" "));

            assertThat(logged(() -> fixture.connect(redis.url(), InstantSource.system())))
                    .singleElement()
                    .asString()
                    .contains("store.redis-unchecked", RedisProblem.NOPERM.text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "6.2.0, false",
        "6.1.9, true",
        "5.9, true",
        "7.0.15, false",
        "10.0, false",
        "x, true"
    })
    void versionsFrom6Point2OnAreSupported(String version, boolean older) {
        assertThat(RedisServerCheck.older(version)).isEqualTo(older);
    }
}
