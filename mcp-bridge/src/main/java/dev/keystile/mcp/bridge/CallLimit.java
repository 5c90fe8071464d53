package dev.keystile.mcp.bridge;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How many calls one upstream has at once; one more is refused, not kept waiting. */
final class CallLimit {
    /** When a place may be free again. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final int most;
    private final Semaphore free;

    CallLimit(int most) {
        this.most = most;
        this.free = new Semaphore(most);
    }

    /** A call's place, given back when it is closed. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place.
     *
     * @throws UpstreamException when there is none
     */
    Place take() throws UpstreamException {
        if (!free.tryAcquire()) {
            throw UpstreamException.full(most, RETRY_AFTER);
        }
        return free::release;
    }
}
