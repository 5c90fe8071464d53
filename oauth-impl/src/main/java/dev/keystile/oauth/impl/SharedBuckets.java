package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.github.bucket4j.ConsumptionProbe;

/**
 * Buckets that all nodes share. Exact rules ask Redis each time, the others follow it; while it is
 * away the same rules are kept by this node's own buckets.
 */
final class SharedBuckets implements Buckets {
    private final RedisBuckets redis;
    private final LocalBuckets local;
    private final BucketCache<FollowedBucket> followed;
    private final SharedLine line;

    SharedBuckets(RedisBuckets redis, Ticker ticker, Background background) {
        this.redis = redis;
        this.local = new LocalBuckets(ticker);
        this.line = new SharedLine(ticker);
        this.followed =
                new BucketCache<>(
                        ticker, slot -> new FollowedBucket(slot, ticker, common(slot), background));
    }

    private FollowedBucket.Common common(Slot slot) {
        return used -> line.ask(() -> redis.pay(slot, used));
    }

    @Override
    public ConsumptionProbe take(Slot slot) {
        return slot.rule().exact()
                ? line.ask(() -> redis.take(slot)).orElseGet(() -> local.take(slot))
                : followed.get(slot).take();
    }

    @Override
    public void giveBack(Slot slot) {
        if (!slot.rule().exact()) {
            followed.get(slot).giveBack();
        } else if (line.ask(() -> returned(slot)).isEmpty()) {
            local.giveBack(slot);
        }
    }

    private boolean returned(Slot slot) {
        redis.giveBack(slot);
        return true;
    }

    @Override
    public void refill(Slot slot) {
        local.refill(slot);
        try {
            redis.refill(slot);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw RedisProblem.of(e).exception();
        } finally {
            followed.drop(slot);
        }
    }

    @Override
    public boolean alone() {
        return line.down();
    }
}
