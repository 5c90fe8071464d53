package dev.keystile.bench;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** The system's time, and as much as it was moved ahead. */
final class BenchClock implements InstantSource {
    private final AtomicLong aheadMillis = new AtomicLong();

    void moveAhead(Duration by) {
        aheadMillis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plusMillis(aheadMillis.get());
    }
}
