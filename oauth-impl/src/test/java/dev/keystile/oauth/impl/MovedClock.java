package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until time passes, or until it is set, which takes no time: only its
 * ticks tell how much has really passed.
 */
public final class MovedClock implements InstantSource, Ticker {
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private final AtomicLong passedNanos = new AtomicLong();
    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long read() {
        return passedNanos.get();
    }

    /** So much time passes. */
    public void forward(Duration duration) {
        now = now.plus(duration);
        passedNanos.addAndGet(duration.toNanos());
    }

    /** Somebody sets it. */
    public void set(Instant instant) {
        now = instant;
    }
}
