package dev.keystile.oauth.impl;

import java.time.Duration;

/**
 * When keys die one by one, and when the upstream is at fault instead.
 *
 * @param most so many keys may die at a connector within that time
 * @param part and less than one in so many of those in use; a single key may always
 * @param within the time in which deaths are counted together
 * @param again how long a dead key is left alone before the upstream is asked about it anew
 * @param trusted how long a key that was just accepted counts as good, whatever calls say
 * @param retry how long a caller should wait when the upstream gave no usable answer
 */
record KeyLimits(
        int most, int part, Duration within, Duration again, Duration trusted, Duration retry) {
    static final KeyLimits DEFAULT =
            new KeyLimits(
                    5,
                    5,
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10));

    /** Whether so many keys dying together, of so many in use, are the upstream's fault. */
    boolean tooMany(int dying, int inUse) {
        return dying > most || (dying > 1 && dying * part >= inUse);
    }

    /** From so many keys in use on, their number makes no difference. */
    int enough() {
        return most * part + 1;
    }
}
