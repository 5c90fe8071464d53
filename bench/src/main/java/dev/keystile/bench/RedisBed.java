package dev.keystile.bench;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.RedisSettings;
import dev.keystile.oauth.impl.RedisStore;
import dev.keystile.oauth.impl.RedisUrl;
import java.security.SecureRandom;
import java.time.InstantSource;

/** A store in a Redis of its own. */
final class RedisBed implements Bed {
    private final RedisServer server;
    private final InstantSource clock;
    private final SecureRandom random;
    private RedisStore store;

    RedisBed(RedisServer server, InstantSource clock, SecureRandom random) {
        this.server = server;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Store open() {
        RedisUrl url = RedisUrl.parse("redis://127.0.0.1:" + server.port(), false);
        store = new RedisStore(RedisSettings.of(url), clock, random);
        store.connect();
        return store;
    }

    @Override
    public void shut() {
        store.close();
    }

    @Override
    public void settle() {}

    /** As many as it has connections: more would wait for one, and not for long. */
    @Override
    public int fillers() {
        return 32;
    }

    @Override
    public long bytes() {
        return server.usedMemory();
    }

    @Override
    public void close() {
        server.close();
    }
}
