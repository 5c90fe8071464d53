package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Key;
import dev.keystile.oauth.api.spi.Store.Kind;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores on a test's own Redis, and what they are tested with. */
final class RedisFixture implements AutoCloseable {
    static final Key KEY = new Key(Kind.GRANT, "a-record_1");
    static final String PREFIX = RedisSettings.DEFAULT_KEY_PREFIX;

    /** Makes a user with all rights that are needed, as the documentation has it. */
    static final String USER =
            "ACL SETUSER keystile on >pass resetchannels &keystile:* ~keystile:* -@all +ping +client|setname"
                    + " +info +eval +evalsha +get +set +psetex +del +getrange +pttl +pexpire +zadd +zrem"
                    + " +zcount +zrangebyscore +publish +subscribe +unsubscribe";

    final MovedClock clock = new MovedClock();
    final Instant ends = clock.instant().plus(Duration.ofHours(1));
    private final List<RedisStore> stores = new ArrayList<>();
    private static final AtomicInteger SEEDS = new AtomicInteger();

    /** A node of its own. */
    RedisStore connect(RedisUrl url) {
        return connect(url, clock);
    }

    RedisStore connect(RedisUrl url, InstantSource clock) {
        RedisStore store = new RedisStore(RedisSettings.of(url), clock, random());
        stores.add(store);
        store.connect();
        return store;
    }

    static SecureRandom random() {
        return new SeededRandom(SEEDS.incrementAndGet());
    }

    /** A start with so long a limit, on a clock that goes by itself. */
    static void start(RedisUrl url, Duration limit) {
        var settings = new RedisSettings(url, PREFIX, null, limit);
        try (var store = new RedisStore(settings, InstantSource.system(), random())) {
            store.connect();
        }
    }

    /** Remembers what it is told. */
    static final class Told implements Store.Watcher {
        final List<Key> keys = new CopyOnWriteArrayList<>();
        final AtomicInteger all = new AtomicInteger();

        @Override
        public void changed(Key key) {
            keys.add(key);
        }

        @Override
        public void allChanged() {
            all.incrementAndGet();
        }
    }

    @Override
    public void close() {
        stores.forEach(RedisStore::close);
    }
}
