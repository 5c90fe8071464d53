package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract on every Redis there is, alone and as a cluster. */
@ParameterizedClass
@MethodSource("servers")
class RedisStoreTest extends StoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    @Parameter Servers servers;
    private RedisStore store;

    /** What the stores of all tests share. */
    private static final class Servers {
        private final RedisBinary binary;
        private final boolean cluster;
        private AutoCloseable processes;
        private RedisUrl url;

        Servers(RedisBinary binary, boolean cluster) {
            this.binary = binary;
            this.cluster = cluster;
        }

        void start() {
            if (cluster) {
                var nodes = new RedisClusterProcesses(binary);
                processes = nodes;
                url = nodes.url();
            } else {
                var redis = RedisProcess.start(binary);
                processes = redis;
                url = redis.url();
            }
        }

        @Override
        public String toString() {
            return binary + (cluster ? ", a cluster of three" : "");
        }
    }

    static Stream<Servers> servers() {
        return RedisBinary.all().stream()
                .flatMap(binary -> Stream.of(false, true).map(more -> new Servers(binary, more)));
    }

    /** The report names no parameters, so this says what ran. */
    @BeforeParameterizedClassInvocation
    static void start(Servers servers) {
        System.out.println("The contract of stores on " + servers);
        servers.start();
    }

    @AfterParameterizedClassInvocation
    static void stop(Servers servers) throws Exception {
        servers.processes.close();
    }

    @Override
    Store open(InstantSource clock) {
        String prefix = "test-" + PREFIXES.incrementAndGet() + ":";
        var normal = RedisSettings.of(servers.url);
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
