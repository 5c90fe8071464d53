package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitControl.Counts;
import dev.keystile.oauth.api.LimitControl.LimitedKey;
import dev.keystile.oauth.api.LimitRule;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
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

    /** How long a key is refused again and again before the log says so anew. */
    static final Duration SAID = Duration.ofMinutes(10);

    private static final Logger LOGGER = System.getLogger(LimitTally.class.getName());

    private record Counters(LongAdder allowed, LongAdder limited) {}

    private final InstantSource clock;
    private final Map<LimitRule, Counters> counters = new EnumMap<>(LimitRule.class);

    /** The latest last. */
    private final LinkedHashMap<Charge, Refusal> refused = new LinkedHashMap<>();

    /**
     * That a key is refused.
     *
     * @param said when the log said so
     */
    private record Refusal(Instant until, Instant said) {}

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
        Instant now = clock.instant();
        synchronized (refused) {
            refused.putLast(charge, new Refusal(now.plus(retryAfter), said(charge, now)));
            if (refused.size() > MOST) {
                refused.pollFirstEntry();
            }
        }
    }

    /** When the log said so last, which may be now. */
    private Instant said(Charge charge, Instant now) {
        Refusal before = refused.get(charge);
        if (before != null && !before.said().plus(SAID).isBefore(now)) {
            return before.said();
        }
        say(charge);
        return now;
    }

    /** Behind a network may stand what a stranger calls themselves, which has no place in a log. */
    private static void say(Charge charge) {
        String[] key = charge.key().split(" ", 2);
        LOGGER.log(Level.INFO, "limit.reached rule={0} key={1}", charge.rule().text(), key[0]);
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
                    .filter(entry -> now.isBefore(entry.getValue().until()))
                    .map(entry -> new LimitedKey(entry.getKey(), entry.getValue().until()))
                    .toList();
        }
    }

    @SuppressWarnings("NullAway") // every rule has them
    private Counters of(LimitRule rule) {
        return counters.get(rule);
    }
}
