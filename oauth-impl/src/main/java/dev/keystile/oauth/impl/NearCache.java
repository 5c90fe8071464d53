package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Values of this node's last 5 seconds, for the calls of MCP only. Seconds that passed, whatever a
 * clock was set to meanwhile: so late at most a change is seen of which no message came.
 */
final class NearCache<V> {
    static final Duration LIFE = Duration.ofSeconds(5);
    private static final int MOST = 100_000;

    private final LoadingCache<String, @Nullable V> values;

    /** {@code load} runs in one thread for each id while others wait; absence is not kept. */
    NearCache(Ticker ticker, Function<String, Optional<V>> load) {
        this.values =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        .expireAfterWrite(LIFE)
                        .ticker(ticker)
                        .build(id -> load.apply(id).orElse(null));
    }

    Optional<V> get(String id) {
        return Optional.ofNullable(values.get(id));
    }

    void drop(String id) {
        values.invalidate(id);
    }

    void dropAll() {
        values.invalidateAll();
    }
}
