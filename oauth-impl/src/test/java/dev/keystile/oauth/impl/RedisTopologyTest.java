package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Write;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** More than one Redis. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisTopologyTest {
    @Parameter RedisBinary binary;
    private final RedisFixture fixture = new RedisFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void aSentinelNamesTheMasterAndTheNextOne() {
        try (var master = RedisProcess.start(binary, "--repl-diskless-sync-delay", "0");
                var replica =
                        RedisProcess.start(
                                binary,
                                "--replicaof",
                                "127.0.0.1",
                                Integer.toString(master.port()));
                var sentinel = RedisProcess.sentinel(binary, master.port())) {
            Await.that(
                    () -> sentinel.ask("SENTINEL", "REPLICAS", "mymaster").contains("127.0.0.1"));
            Await.that(() -> replica.ask("INFO", "replication").contains("link_status:up"));
            var url = "redis+sentinel://127.0.0.1:" + sentinel.port() + "/mymaster";
            RedisStore store = fixture.connect(RedisUrl.parse(url, false));
            var told = new RedisFixture.Told();
            store.watch(told);
            assertThat(store.insert(KEY, "one", fixture.ends)).isEqualTo(Write.DONE);
            assertThat(master.ask("DBSIZE")).isEqualTo("2");
            Await.that(() -> replica.ask("DBSIZE").equals("2"));

            master.stop();
            Await.that(() -> fails(sentinel, "SENTINEL", "FAILOVER", "mymaster").isEmpty());

            Await.that(() -> done(store, "two"));
            assertThat(replica.ask("GET", "keystile:grant:" + KEY.id())).endsWith(" two");
            Await.that(() -> told.all.get() > 0);
        }
    }

    /** The error; empty when there is none. */
    private static String fails(RedisProcess redis, String... command) {
        try {
            redis.ask(command);
            return "";
        } catch (UncheckedIOException e) {
            return e.getMessage();
        }
    }

    private boolean done(RedisStore store, String value) {
        try {
            var read = store.find(KEY).orElseThrow();
            return store.replace(read, value, fixture.ends) == Write.DONE;
        } catch (StoreUnavailableException away) {
            return false;
        }
    }

    @Test
    void whenTheServerOfAListingHangsRecordsElsewhereAreStillWritten() {
        try (var cluster = new RedisClusterProcesses(binary)) {
            RedisStore store = fixture.connect(cluster.url());
            String listing = RedisFixture.PREFIX + "listing:grant";
            RedisProcess home = cluster.homeOf(listing);
            Key elsewhere =
                    IntStream.range(0, 100)
                            .mapToObj(n -> new Key(Kind.GRANT, "g" + n))
                            .filter(key ->
                                    cluster.homeOf(RedisFixture.PREFIX + "grant:" + key.id())
                                            != home)
                            .findFirst()
                            .orElseThrow();
            store.insert(elsewhere, "one", fixture.ends);

            home.freeze();
            assertThat(store.replace(store.find(elsewhere).orElseThrow(), "two", fixture.ends))
                    .isEqualTo(Write.DONE);
            assertThat(store.find(elsewhere).orElseThrow().value()).isEqualTo("two");
            assertThatThrownBy(() -> store.list(Kind.GRANT, null, 1))
                    .isInstanceOf(StoreUnavailableException.class);
            home.thaw();

            Await.that(() -> store.count(Kind.GRANT) == 1);
        }
    }

    @Test
    void aNodeOfAClusterIsNoSingleServer() {
        try (var cluster = new RedisClusterProcesses(binary)) {
            var url = cluster.nodes().getFirst().url();

            assertThatThrownBy(() -> RedisFixture.start(url, Duration.ofMinutes(2)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageEndingWith(RedisProblem.CROSSSLOT.text());
        }
    }

    @Test
    void aSingleServerIsNoCluster() {
        try (var redis = RedisProcess.start(binary)) {
            var url = RedisUrl.parse("redis://127.0.0.1:" + redis.port(), true);

            assertThatThrownBy(() -> RedisFixture.start(url, Duration.ofMinutes(2)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageEndingWith(RedisProblem.NO_CLUSTER.text());
        }
    }
}
