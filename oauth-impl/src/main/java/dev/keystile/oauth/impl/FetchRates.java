package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.InstantSource;

/** Keeps this server from being made to ask one host, or one address, again and again. */
final class FetchRates {
    private static final int MOST = 10_000;

    private final Cache<String, Bucket> buckets;
    private final TimeMeter meter;
    private final int perMinute;

    FetchRates(int perMinute, InstantSource clock) {
        this.perMinute = perMinute;
        this.meter = new WallTime(clock);
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize(MOST)
                        // Full again by then.
                        .expireAfterAccess(Duration.ofMinutes(2))
                        .ticker(meter::currentTimeNanos)
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
                .withCustomTimePrecision(meter)
                .build();
    }
}
