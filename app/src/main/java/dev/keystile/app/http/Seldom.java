package dev.keystile.app.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Keeps what may happen very often to one line of the log in a minute. */
public final class Seldom {
    static final Duration PAUSE = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private boolean said;
    private long last;

    /**
     * Nothing was said yet.
     *
     * @param nanoTime a clock in nanoseconds that never goes back
     */
    public Seldom(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Whether it may be said now; then not again for a minute. */
    public synchronized boolean isDue() {
        long now = nanoTime.getAsLong();
        if (said && now - last < PAUSE.toNanos()) {
            return false;
        }
        said = true;
        last = now;
        return true;
    }
}
