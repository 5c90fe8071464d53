package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import java.time.Duration;

/**
 * Keeps this server from being made to ask one host, one address or one URL again and again. It
 * goes by the time that passed, whatever a clock was set to meanwhile.
 */
final class FetchRates {
    private static final int MOST = 10_000;

    private final Cache<String, Bucket> buckets;
    private final Ticker ticker;
    private final int perMinute;

    FetchRates(int perMinute, Ticker ticker) {
        this.perMinute = perMinute;
        this.ticker = ticker;
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        // Full again by then.
                        .expireAfterAccess(Duration.ofMinutes(2))
                        .ticker(ticker)
                        .build();
    }

    /** Whether it may be asked now; that counts as asked. */
    boolean allow(String whom) {
        return buckets.get(whom, _ -> bucket()).tryConsume(1);
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit ->
                        limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(new PassedTime(ticker))
                .build();
    }
}
