package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.RedisFixture.KEY;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** A store on a Redis of its own, with one record in it. */
abstract class RedisCase {
    static final String RECORD = RedisFixture.PREFIX + "grant:" + KEY.id();
    static final String LISTING = RedisFixture.PREFIX + "listing:grant";

    @Parameter RedisBinary binary;
    final RedisFixture fixture = new RedisFixture();
    RedisProcess redis;
    RedisStore store;

    @BeforeEach
    void start() {
        redis =
                RedisProcess.start(
                        binary,
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--repl-diskless-sync-delay",
                        "0");
        store = fixture.connect(redis.url());
        store.insert(KEY, "one", fixture.ends);
    }

    @AfterEach
    void stop() {
        fixture.close();
        redis.close();
    }

    static void assertUnavailable(ThrowingCallable act, RedisProblem problem) {
        assertThatThrownBy(act)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage(problem.text())
                .hasNoCause();
    }
}
