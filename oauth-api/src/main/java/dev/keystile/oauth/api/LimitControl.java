package dev.keystile.oauth.api;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator sees of the limits, and can change. Safe for use by many threads. What changes
 * something for all nodes throws {@link StoreUnavailableException} when the store is away.
 */
public interface LimitControl {
    /** The most overrides there can be. */
    int MOST_OVERRIDES = 1000;

    /** What this node decided since its start. */
    record Counts(long allowed, long limited) {}

    /** One that was refused, and until when if it does not go on. */
    record LimitedKey(Charge charge, Instant until) {}

    /**
     * Another quota for one key than its rule has.
     *
     * @param quota null for no limit
     */
    record KeyQuota(Charge charge, @Nullable Quota quota, Instant until) {}

    /** For every rule, how often it let something pass and how often it refused. */
    Map<LimitRule, Counts> counts();

    /** Whether this node counts for itself, since the store that all share is away. */
    boolean alone();

    /** Who is refused by this node now, the latest first; the latest thousand at most. */
    List<LimitedKey> limited();

    /**
     * Makes a quota full again, at other nodes within a second of the key's next call; an override
     * stays.
     */
    void lift(Charge charge);

    /**
     * Sets an override, in place of the one there is; false when there are {@value #MOST_OVERRIDES}
     * others. The new quota is full. In force here at once, at other nodes within 5 seconds of
     * their next decision, mostly at once.
     */
    boolean override(KeyQuota override);

    /** Removes an override, if there is one; in force as quickly as a new one. */
    void removeOverride(Charge charge);

    /** The overrides in force, as this node knows them. */
    List<KeyQuota> overrides();
}
