package dev.keystile.app.http;

import dev.keystile.oauth.api.Network;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a network may have of the requests that are worked on, and of those that wait: a quarter, so
 * that none keeps out all the others. One that is known to be shared by very many people may have
 * all. Safe for use by many threads.
 */
final class Shares {
    private static final int PARTS = 4;

    private final int most;
    private final int withQueue;
    private final Duration patience;
    private final Map<Network, Share> taken = new ConcurrentHashMap<>();

    Shares(RequestLimits limits) {
        this.most = Math.ceilDiv(limits.most(), PARTS);
        this.withQueue = most + Math.ceilDiv(limits.queue(), PARTS);
        this.patience = limits.patience();
    }

    /** How many of a network are worked on or wait, and what is free for those. */
    private record Share(int count, Semaphore free) {
        Share more() {
            return new Share(count + 1, free);
        }

        @Nullable Share less() {
            return count == 1 ? null : new Share(count - 1, free);
        }
    }

    /** Waits for a place of the network's own; false when it gets none. */
    boolean enter(Network network) {
        if (network.shared()) {
            return true;
        }
        Share share =
                taken.compute(
                        network,
                        (_, now) ->
                                now == null ? new Share(1, new Semaphore(most, true)) : now.more());
        if (share.count() <= withQueue && acquire(share.free())) {
            return true;
        }
        taken.computeIfPresent(network, (_, now) -> now.less());
        return false;
    }

    /** Gives one place back. */
    void leave(Network network) {
        taken.computeIfPresent(
                network,
                (_, now) -> {
                    now.free().release();
                    return now.less();
                });
    }

    private boolean acquire(Semaphore free) {
        try {
            return free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
