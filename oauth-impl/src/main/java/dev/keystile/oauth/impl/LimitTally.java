package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl.Counts;
import dev.keystile.oauth.api.LimitControl.LimitedKey;
import dev.keystile.oauth.api.LimitRule;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each rule decided which way, and who was refused lately. */
final class LimitTally {
    static final int MOST = 1000;

    private record Counters(LongAdder allowed, LongAdder limited) {}

    private final InstantSource clock;
    private final Map<LimitRule, Counters> counters = new EnumMap<>(LimitRule.class);

    /** The latest last. */
    private final LinkedHashMap<Charge, Instant> refused = new LinkedHashMap<>();

    LimitTally(InstantSource clock) {
        this.clock = clock;
        for (LimitRule rule : LimitRule.values()) {
            counters.put(rule, new Counters(new LongAdder(), new LongAdder()));
        }
    }

    void allowed(LimitRule rule) {
        of(rule).allowed().increment();
    }

    void limited(Charge charge, Duration retryAfter) {
        of(charge.rule()).limited().increment();
        Instant until = clock.instant().plus(retryAfter);
        synchronized (refused) {
            refused.putLast(charge, until);
            if (refused.size() > MOST) {
                refused.pollFirstEntry();
            }
        }
    }

    void forget(Charge charge) {
        synchronized (refused) {
            refused.remove(charge);
        }
    }

    Map<LimitRule, Counts> counts() {
        Map<LimitRule, Counts> counts = new EnumMap<>(LimitRule.class);
        counters.forEach(
                (rule, of) -> counts.put(rule, new Counts(of.allowed().sum(), of.limited().sum())));
        return counts;
    }

    List<LimitedKey> limited() {
        Instant now = clock.instant();
        synchronized (refused) {
            return refused.sequencedEntrySet().reversed().stream()
                    .filter(entry -> now.isBefore(entry.getValue()))
                    .map(entry -> new LimitedKey(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }

    @SuppressWarnings("NullAway") // every rule has them
    private Counters of(LimitRule rule) {
        return counters.get(rule);
    }
}
