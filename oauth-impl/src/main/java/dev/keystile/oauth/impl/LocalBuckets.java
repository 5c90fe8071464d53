package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.LimitRule;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;

/**
 * Buckets of this node alone. They go by the time that passed, whatever a clock was set to
 * meanwhile.
 */
final class LocalBuckets implements Buckets {
    private final BucketCache<Bucket> buckets;

    LocalBuckets(Ticker ticker) {
        this.buckets = new BucketCache<>(ticker, slot -> bucket(slot, ticker));
    }

    static Bucket bucket(Slot slot, Ticker ticker) {
        return Bucket.builder()
                .addLimit(slot.bandwidth())
                .withCustomTimePrecision(new PassedTime(ticker))
                .build();
    }

    @Override
    public ConsumptionProbe take(Slot slot) {
        return buckets.get(slot).tryConsumeAndReturnRemaining(1);
    }

    @Override
    public void giveBack(Slot slot) {
        buckets.get(slot).addTokens(1);
    }

    @Override
    public void refill(Slot slot) {
        buckets.drop(slot);
    }

    @Override
    public boolean alone() {
        return false;
    }

    long size(LimitRule rule) {
        return buckets.size(rule);
    }
}
