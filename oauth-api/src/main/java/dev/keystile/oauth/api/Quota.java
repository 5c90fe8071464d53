package dev.keystile.oauth.api;

import java.time.Duration;

/**
 * How much is allowed: that many at once, and as many again over the window, a little at a time. In
 * any stretch of time at most {@code amount} and what came back in it.
 *
 * @param amount 1 to {@value #MOST}
 * @param window a second to 31 days, in which an empty quota becomes full again
 */
public record Quota(long amount, Duration window) {
    /** The largest amount. */
    public static final long MOST = 1_000_000_000;

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(31);

    /** Checks both. */
    public Quota {
        if (amount < 1 || amount > MOST) {
            throw new IllegalArgumentException("expected an amount of 1 to " + MOST);
        }
        if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expected a window of 1 second to 31 days");
        }
    }
}
