package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.spi.Store.Kind;
import dev.keystile.oauth.api.spi.Store.Stored;
import dev.keystile.oauth.api.spi.Store.Write;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a store when something becomes of its Redis. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisBinary#all")
class RedisFaultsTest extends RedisCase {
    /** Whether it is well again, by itself. */
    private void awaitAnswers() {
        awaitAnswers(store);
    }

    private static void awaitAnswers(RedisStore store) {
        Await.that(() -> {
            try {
                store.find(KEY);
                return true;
            } catch (StoreUnavailableException away) {
                return false;
            }
        });
    }

    @Test
    void stoppedBetweenReadAndReplaceItIsUnavailableAndThenGoesOn() throws IOException {
        Stored read = store.find(KEY).orElseThrow();
        redis.stop();
        assertUnavailable(() -> store.replace(read, "two", fixture.ends), RedisProblem.UNREACHABLE);
        assertUnavailable(() -> store.find(KEY), RedisProblem.UNREACHABLE);
        assertUnavailable(() -> store.list(Kind.GRANT, null, 10), RedisProblem.UNREACHABLE);
        assertUnavailable(() -> store.count(Kind.GRANT), RedisProblem.UNREACHABLE);
        assertUnavailable(() -> store.remove(KEY), RedisProblem.UNREACHABLE);

        redis.start();
        awaitAnswers();

        assertThat(store.find(KEY)).contains(read);
        assertThat(store.replace(read, "two", fixture.ends)).isEqualTo(Write.DONE);
        assertThat(store.list(Kind.GRANT, null, 10)).hasSize(1);
    }

    @Test
    void startedAgainEmptyItHasForgottenEverythingAndGoesOn() throws IOException {
        Stored read = store.find(KEY).orElseThrow();
        redis.ask("CONFIG", "SET", "appendonly", "no");
        redis.stop();
        redis.forget();
        redis.start();
        awaitAnswers();

        assertThat(store.find(KEY)).isEmpty();
        assertThat(store.list(Kind.GRANT, null, 10)).isEmpty();
        assertThat(store.count(Kind.GRANT)).isZero();
        assertThat(store.replace(read, "two", fixture.ends)).isEqualTo(Write.LOST);
        assertThat(store.insert(KEY, "three", fixture.ends)).isEqualTo(Write.DONE);
    }

    @Test
    void aServerThatHangsIsUnavailableInTime() {
        redis.freeze();
        long began = System.nanoTime();

        assertUnavailable(() -> store.find(KEY), RedisProblem.SILENT);

        assertThat(System.nanoTime() - began).isBetween(2_000_000_000L, 20_000_000_000L);
        redis.thaw();
        awaitAnswers();
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void aWriteWithoutAnAnswerMayBeDoneLaterAndCanBeSentAgain() {
        var told = new RedisFixture.Told();
        Stored read = store.find(KEY).orElseThrow();
        store.watch(told);
        redis.ask("CLIENT", "PAUSE", "60000", "WRITE");

        assertUnavailable(() -> store.replace(read, "two", fixture.ends), RedisProblem.SILENT);

        assertThat(told.keys).as("for it may be done").containsExactly(KEY);
        assertThat(redis.ask("GET", RECORD)).endsWith(" one");
        redis.ask("CLIENT", "UNPAUSE");
        Await.that(() -> store.find(KEY).orElseThrow().value().equals("two"));
        Await.that(() -> told.keys.size() > 1);
        assertThat(store.replace(read, "two", fixture.ends)).isEqualTo(Write.DONE);
    }

    @Test
    void aServerThatBecameAReplicaAnswersReadsAndTakesNoWrites() {
        try (var replica = RedisProcess.start(binary)) {
            RedisStore onReplica = fixture.connect(replica.url());
            replica.ask("REPLICAOF", "127.0.0.1", Integer.toString(redis.port()));
            Await.that(() -> replica.ask("INFO", "replication").contains("master_link_status:up"));

            Stored read = onReplica.find(KEY).orElseThrow();
            assertUnavailable(
                    () -> onReplica.replace(read, "two", fixture.ends), RedisProblem.READONLY);
            assertUnavailable(() -> onReplica.remove(KEY), RedisProblem.READONLY);

            replica.ask("REPLICAOF", "NO", "ONE");
            assertThat(onReplica.replace(read, "two", fixture.ends)).isEqualTo(Write.DONE);
        }
    }

    @Test
    void fullMemoryTakesNoWritesButReadsAndRemovals() {
        Stored read = store.find(KEY).orElseThrow();
        redis.ask("CONFIG", "SET", "maxmemory", "1");

        assertUnavailable(() -> store.replace(read, "two", fixture.ends), RedisProblem.OOM);
        assertThat(store.find(KEY)).contains(read);
        store.remove(KEY);
        assertThat(store.find(KEY)).isEmpty();

        redis.ask("CONFIG", "SET", "maxmemory", "0");
        assertThat(store.insert(KEY, "two", fixture.ends)).isEqualTo(Write.DONE);
    }

    @Test
    void aDiskThatTakesNothingTakesNoWrites() throws IOException {
        Stored read = store.find(KEY).orElseThrow();
        redis.ask("CONFIG", "SET", "save", "900 1");
        redis.loseFolder();
        redis.ask("BGSAVE");
        Await.that(() -> redis.ask("INFO", "persistence").contains("bgsave_status:err"));

        assertUnavailable(() -> store.replace(read, "two", fixture.ends), RedisProblem.MISCONF);
        assertThat(store.find(KEY)).contains(read);
    }

    @Test
    void whileItLoadsItsDataItIsUnavailableAndThenGoesOn() throws IOException {
        try (var slow =
                RedisProcess.start(
                        binary, "--rdbcompression", "no", "--key-load-delay", "100000")) {
            RedisStore onSlow = fixture.connect(slow.url());
            onSlow.insert(KEY, "one", fixture.ends);
            for (int number = 0; number < 40; number++) {
                // It answers others once in two megabytes.
                slow.ask("SETRANGE", "large-" + number, "2200000", "x");
            }
            slow.ask("SAVE");
            slow.stop();
            slow.launch();

            Await.that(() -> RedisProblem.LOADING.text().equals(problem(onSlow)));
            awaitAnswers(onSlow);
            assertThat(onSlow.find(KEY)).isPresent();
        }
    }

    private static String problem(RedisStore store) {
        try {
            store.find(KEY);
            return "";
        } catch (StoreUnavailableException away) {
            return String.valueOf(away.getMessage());
        }
    }

    @Test
    void aScriptThatNeverEndsIsSomebodyElses() throws IOException {
        redis.ask("CONFIG", "SET", "lua-time-limit", "10");
        try (var other = new RedisConsole(redis.port())) {
            other.begin("EVAL", "while true do end", "0");
            Await.that(() -> busy());

            assertUnavailable(() -> store.find(KEY), RedisProblem.BUSY);

            redis.ask("SCRIPT", "KILL");
            awaitAnswers();
        }
    }

    private boolean busy() {
        try {
            redis.ask("PING");
            return false;
        } catch (RuntimeException e) {
            return e.getMessage().contains("BUSY");
        }
    }

    @Test
    void aPasswordChangedBehindItIsUnavailableUntilItIsRightAgain() {
        redis.ask("CONFIG", "SET", "requirepass", "an0ther");
        assertThat(redis.askAs("an0ther", "CLIENT", "KILL", "TYPE", "normal")).isNotNull();

        assertUnavailable(() -> store.find(KEY), RedisProblem.NOAUTH);

        redis.askAs("an0ther", "CONFIG", "SET", "requirepass", "");
        awaitAnswers();
        assertThat(store.find(KEY)).isPresent();
    }

    @Test
    void aPasswordThatIsRefusedOnANewConnectionIsUnavailableUntilItIsRightAgain() {
        try (var guarded = RedisProcess.start(binary, "--requirepass", "s3cret")) {
            RedisStore inside =
                    fixture.connect(
                            RedisUrl.parse("redis://:s3cret@127.0.0.1:" + guarded.port(), false));
            inside.insert(KEY, "one", fixture.ends);
            guarded.askAs("s3cret", "CONFIG", "SET", "requirepass", "an0ther");
            guarded.askAs("an0ther", "CLIENT", "KILL", "TYPE", "normal");

            assertUnavailable(() -> inside.find(KEY), RedisProblem.WRONGPASS);
            assertUnavailable(
                    () -> inside.insert(KEY, "two", fixture.ends), RedisProblem.WRONGPASS);

            guarded.askAs("an0ther", "CONFIG", "SET", "requirepass", "s3cret");
            awaitAnswers(inside);
            assertThat(inside.find(KEY)).isPresent();
        }
    }

    @Test
    void scriptsThatRedisForgotAreSentAgain() {
        redis.ask("SCRIPT", "FLUSH");
        Stored read = store.find(KEY).orElseThrow();

        assertThat(store.replace(read, "two", fixture.ends)).isEqualTo(Write.DONE);
        redis.ask("SCRIPT", "FLUSH");
        assertThat(store.list(Kind.GRANT, null, 10)).hasSize(1);
        redis.ask("SCRIPT", "FLUSH");
        store.remove(KEY);
        assertThat(store.find(KEY)).isEmpty();
    }

    @Test
    void killedConnectionsAreMadeAgain() {
        for (int round = 0; round < 3; round++) {
            redis.ask("CLIENT", "KILL", "TYPE", "normal");
            assertThat(store.find(KEY)).isPresent();
        }
    }

    @Test
    void closedItIsUnavailable() {
        store.close();

        assertUnavailable(() -> store.find(KEY), RedisProblem.CLOSED);
        assertUnavailable(() -> store.insert(KEY, "two", fixture.ends), RedisProblem.CLOSED);
    }
}
