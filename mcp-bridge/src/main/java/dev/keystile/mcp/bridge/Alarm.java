package dev.keystile.mcp.bridge;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Does something, once, when work has not ended in time. Safe for use by many threads. */
final class Alarm {
    private final CompletableFuture<Boolean> late;

    /** {@code ring} must not block. */
    Alarm(Duration time, Runnable ring) {
        this.late =
                new CompletableFuture<Boolean>()
                        .completeOnTimeout(true, time.toMillis(), TimeUnit.MILLISECONDS);
        var _ =
                late.thenAccept(rings -> {
                    if (rings) {
                        ring.run();
                    }
                });
    }

    /** It is not needed any more. Whether it was stopped in time. */
    boolean stop() {
        return late.complete(false);
    }
}
