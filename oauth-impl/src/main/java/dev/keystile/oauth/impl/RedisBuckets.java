package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.BucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.distributed.proxy.optimization.Optimizations;
import io.github.bucket4j.redis.redisson.Bucket4jRedisson;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;

/**
 * Buckets in Redis, which throw when it does not answer soon. Those who want the same one at the
 * same moment go together. A bucket goes a minute after it is full again.
 */
final class RedisBuckets {
    /** A limit is not worth more of anybody's time. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final Duration SLACK = Duration.ofMinutes(1);

    private final RedisLink link;
    private final RedisKeys keys;
    private final TimeMeter meter;
    private final BucketCache<BucketProxy> proxies;
    private volatile @Nullable ProxyManager<String> manager;

    RedisBuckets(RedisLink link, RedisKeys keys, InstantSource clock, Ticker ticker) {
        this.link = link;
        this.keys = keys;
        this.meter = new WallTime(clock);
        this.proxies = new BucketCache<>(ticker, this::proxy);
    }

    ConsumptionProbe take(Slot slot) {
        return proxies.get(slot).tryConsumeAndReturnRemaining(1);
    }

    void giveBack(Slot slot) {
        proxies.get(slot).addTokens(1);
    }

    void refill(Slot slot) {
        proxies.get(slot).reset();
    }

    /** Takes what was used already, be it more than there is, and tells what is left then. */
    long pay(Slot slot, long used) {
        Bucket bucket = proxies.get(slot);
        return used == 0
                ? bucket.getAvailableTokens()
                : bucket.asVerbose()
                        .consumeIgnoringRateLimits(used)
                        .getDiagnostics()
                        .getAvailableTokens();
    }

    private BucketProxy proxy(Slot slot) {
        BucketConfiguration configuration =
                BucketConfiguration.builder().addLimit(slot.bandwidth()).build();
        return manager()
                .builder()
                .withOptimization(Optimizations.batching())
                .build(keys.bucket(slot), () -> configuration);
    }

    private ProxyManager<String> manager() {
        ProxyManager<String> made = manager;
        if (made == null) {
            made = make((Redisson) link.client());
            manager = made;
        }
        return made;
    }

    private ProxyManager<String> make(Redisson redisson) {
        return Bucket4jRedisson.casBasedBuilder(redisson.getCommandExecutor())
                .clientClock(meter)
                .requestTimeout(PATIENCE)
                .expirationAfterWrite(
                        ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(SLACK))
                .build();
    }
}
