package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every Redis there is, alone and as a cluster. */
@ParameterizedClass
@MethodSource("dev.keystile.oauth.impl.RedisServers#all")
class RedisStoreTest extends StoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @Parameter RedisServers servers;
    private RedisStore store;

    @BeforeParameterizedClassInvocation
    static void start(RedisServers servers) {
        servers.start();
    }

    @AfterParameterizedClassInvocation
    static void stop(RedisServers servers) {
        servers.close();
    }

    @Override
    Store open(InstantSource clock) {
        String prefix = "test-" + PREFIXES.incrementAndGet() + ":";
        var normal = RedisSettings.of(servers.url());
        store =
                new RedisStore(
                        new RedisSettings(normal.url(), prefix, null, normal.startLimit()),
                        clock,
                        new SeededRandom(1));
        store.connect();
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
