package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Values of this node's last 5 seconds, for the bearer check only. A write of this node drops its value at once.
 */
final class NearCache<V> {
    static final Duration LIFE = Duration.ofSeconds(5);
    private static final int MOST = 100_000;

    private final Cache<String, V> values;
    private final Function<String, Optional<V>> load;

    NearCache(InstantSource clock, Function<String, Optional<V>> load) {
        this.load = load;
        this.values = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LIFE)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
    }

    /** The value; loaded by one thread while others wait. Absence is not kept. */
    Optional<V> get(String id) {
        V present = values.getIfPresent(id);
        return present != null ? Optional.of(present) : Optional.ofNullable(values.get(id, this::loaded));
    }

    void drop(String id) {
        values.invalidate(id);
    }

    private @org.jspecify.annotations.Nullable V loaded(String id) {
        return load.apply(id).orElse(null);
    }
}
