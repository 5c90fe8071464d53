package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.LimitRule;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Buckets that are in use: at most {@value #MOST} for each rule, and none that has been left alone
 * for so long that it is full again.
 *
 * <p>A bucket that is pushed out is full when it comes back. Each rule has room of its own, so a
 * flood of keys under one rule pushes out no bucket of another. Within a rule the cache gives the
 * room to buckets that are used often (TinyLFU): a bucket that somebody works hard to keep empty
 * stays, and the flood pushes out itself. Whoever floods gains nothing by it, since each fresh key
 * has a full bucket anyway; how many keys they can have is for the rules of networks to bound,
 * which come first.
 */
final class BucketCache<B> {
    static final int MOST = 20_000;

    private final Map<LimitRule, LoadingCache<Slot, B>> buckets = new EnumMap<>(LimitRule.class);

    BucketCache(Ticker ticker, Function<Slot, B> make) {
        for (LimitRule rule : LimitRule.values()) {
            buckets.put(rule, cache(ticker, make));
        }
    }

    private static <B> LoadingCache<Slot, B> cache(Ticker ticker, Function<Slot, B> make) {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(
                        Expiry.<Slot, B>accessing(
                                // An overdraft may double the time until it is full.
                                (slot, _) -> slot.quota().window().multipliedBy(2)))
                .ticker(ticker)
                .build(make::apply);
    }

    B get(Slot slot) {
        return room(slot.rule()).get(slot);
    }

    void drop(Slot slot) {
        room(slot.rule()).invalidate(slot);
    }

    /** How many there are, after what is due to go has gone. */
    long size(LimitRule rule) {
        room(rule).cleanUp();
        return room(rule).estimatedSize();
    }

    @SuppressWarnings("NullAway") // every rule has one
    private LoadingCache<Slot, B> room(LimitRule rule) {
        return buckets.get(rule);
    }
}
