package dev.keystile.app.trace;

import io.opentelemetry.sdk.common.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** The clock of this gateway, as OpenTelemetry asks for it. */
record SdkTime(InstantSource clock) implements Clock {
    @Override
    public long now() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
