package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.Store;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits by token buckets: in memory, or in Redis for all nodes that share it. Memory is bounded
 * whatever the callers do ({@value BucketCache#MOST} buckets for each rule).
 */
public final class Limiter implements RateLimiter, LimitControl {
    private static final LimitDecision UNLIMITED = new LimitDecision.Unlimited();

    private final Supplier<LimitRules> rules;
    private final Buckets buckets;
    private final LimitOverrides overrides;
    private final LimitTally tally;

    Limiter(LimitRules rules, Buckets buckets, LimitOverrides overrides, InstantSource clock) {
        this(() -> rules, buckets, overrides, clock);
    }

    private Limiter(
            Supplier<LimitRules> rules,
            Buckets buckets,
            LimitOverrides overrides,
            InstantSource clock) {
        this.rules = rules;
        this.buckets = buckets;
        this.overrides = overrides;
        this.tally = new LimitTally(clock);
    }

    /** Limits of this node alone, by rules that stay; overrides are kept in the store. */
    public static Limiter local(LimitRules rules, Store store, InstantSource clock) {
        return local(() -> rules, store, clock);
    }

    /**
     * Limits of this node alone; overrides are kept in the store. The rules are looked up for each
     * request. Where one is another than before, everybody begins with all of the new quota.
     */
    public static Limiter local(Supplier<LimitRules> rules, Store store, InstantSource clock) {
        Ticker ticker = Ticker.systemTicker();
        var overrides = new LimitOverrides(store, clock, ticker);
        return new Limiter(rules, new LocalBuckets(ticker), overrides, clock);
    }

    /** The same as {@link #shared(Supplier, RedisStore, InstantSource)}, by rules that stay. */
    public static Limiter shared(LimitRules rules, RedisStore redis, InstantSource clock) {
        return shared(() -> rules, redis, clock);
    }

    /**
     * Limits of all nodes that use this Redis, which need not be connected yet. By an {@linkplain
     * LimitRule#exact exact} rule all nodes together let no more pass than one would; where their
     * clocks differ, the fastest counts. By another rule {@code r} nodes let at most {@code r}
     * twentieths of the quota more pass, and what comes in while Redis is being asked. While Redis
     * is away each node keeps the rules by itself, with buckets that are full at first.
     *
     * @param rules as for {@link #local(Supplier, Store, InstantSource)}
     */
    public static Limiter shared(
            Supplier<LimitRules> rules, RedisStore redis, InstantSource clock) {
        Ticker ticker = Ticker.systemTicker();
        var buckets = new SharedBuckets(redis.buckets(ticker), ticker, new FewThreads());
        return new Limiter(rules, buckets, new LimitOverrides(redis, clock, ticker), clock);
    }

    @Override
    public LimitDecision take(List<Charge> charges) {
        LimitDecision tightest = UNLIMITED;
        for (int taken = 0; taken < charges.size(); taken++) {
            LimitDecision decision = take(charges.get(taken));
            if (decision instanceof LimitDecision.Limited limited) {
                tally.limited(charges.get(taken), limited.retryAfter());
                charges.subList(0, taken).forEach(this::giveBack);
                return limited;
            }
            tightest = tighter(tightest, decision);
        }
        charges.forEach(charge -> tally.allowed(charge.rule()));
        return tightest;
    }

    private LimitDecision take(Charge charge) {
        Quota quota = quota(charge);
        return quota == null ? UNLIMITED : take(new Slot(charge, quota));
    }

    private LimitDecision take(Slot slot) {
        ConsumptionProbe probe = buckets.take(slot);
        return probe.isConsumed()
                ? new LimitDecision.Allowed(
                        slot.rule(),
                        slot.quota(),
                        probe.getRemainingTokens(),
                        Duration.ofNanos(probe.getNanosToWaitForReset()))
                : new LimitDecision.Limited(
                        slot.rule(),
                        slot.quota(),
                        Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }

    private void giveBack(Charge charge) {
        Quota quota = quota(charge);
        if (quota != null) {
            buckets.giveBack(new Slot(charge, quota));
        }
    }

    private @Nullable Quota quota(Charge charge) {
        KeyQuota override = overrides.find(charge);
        return override == null ? rules.get().quota(charge.rule()) : override.quota();
    }

    private static LimitDecision tighter(LimitDecision one, LimitDecision other) {
        return remaining(other) < remaining(one) ? other : one;
    }

    private static long remaining(LimitDecision decision) {
        return decision instanceof LimitDecision.Allowed allowed
                ? allowed.remaining()
                : Long.MAX_VALUE;
    }

    @Override
    public Map<LimitRule, Counts> counts() {
        return tally.counts();
    }

    @Override
    public boolean alone() {
        return buckets.alone();
    }

    @Override
    public List<LimitedKey> limited() {
        return tally.limited();
    }

    @Override
    public void lift(Charge charge) {
        Quota quota = quota(charge);
        if (quota != null) {
            buckets.refill(new Slot(charge, quota));
        }
        tally.forget(charge);
    }

    @Override
    public boolean override(KeyQuota override) {
        if (!overrides.set(override)) {
            return false;
        }
        lift(override.charge());
        return true;
    }

    @Override
    public void removeOverride(Charge charge) {
        overrides.remove(charge);
        tally.forget(charge);
    }

    @Override
    public List<KeyQuota> overrides() {
        return overrides.all();
    }
}
