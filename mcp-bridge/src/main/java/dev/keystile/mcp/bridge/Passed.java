package dev.keystile.mcp.bridge;

import java.time.InstantSource;

/**
 * The time that has passed. It stands still between two looks at the clock, and does not go back
 * when the clock is set back.
 */
final class Passed {
    private final InstantSource clock;
    private long last;
    private volatile long millis;

    Passed(InstantSource clock) {
        this.clock = clock;
        this.last = clock.millis();
    }

    /** Milliseconds until the last look. */
    long millis() {
        return millis;
    }

    /** Looks at the clock. */
    synchronized void look() {
        long now = clock.millis();
        millis += Math.max(0, now - last);
        last = now;
    }
}
