package dev.keystile.oauth.impl;

import java.time.Duration;
import java.time.Instant;

/**
 * The one rule for the end of a code or token: nodes' clocks may differ, so it is refused 5 seconds
 * after its end.
 */
final class Ends {
    static final Duration TOLERANCE = Duration.ofSeconds(5);

    /**
     * How much longer stores keep what has ended. As far as that a clock may run ahead before
     * anything is gone that lives by the others, or by itself once it is right again.
     */
    static final Duration KEPT = Duration.ofHours(1);

    private Ends() {}

    /** At the very instant {@code ends + 5 s} it is over. */
    static boolean over(Instant ends, Instant now) {
        return !now.isBefore(ends.plus(TOLERANCE));
    }

    /** Time since an event that another node may have stamped; never negative. */
    static Duration since(Instant event, Instant now) {
        return now.isBefore(event) ? Duration.ZERO : Duration.between(event, now);
    }

    static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
