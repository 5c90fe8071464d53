package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections to one origin. The one that was used last is used next, so that those which
 * are not needed grow old. Safe for use by many threads.
 */
final class UpstreamPool implements AutoCloseable {
    /** How long a connection may be idle; what stands in between often forgets it after minutes. */
    static final Duration MAX_IDLE = Duration.ofMinutes(1);

    private final int most;
    private final InstantSource clock;
    private final Deque<Idle> idle = new ArrayDeque<>();
    private boolean closed;

    /**
     * An empty pool.
     *
     * @param most connections that are kept
     */
    UpstreamPool(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    private record Idle(UpstreamConnection connection, long since, Duration most) {}

    /** A connection that the upstream has not closed; null when there is none. */
    @Nullable UpstreamConnection take() throws IOException {
        for (Idle next = last(); next != null; next = last()) {
            if (!isOld(next) && !next.connection().isStale()) {
                return next.connection();
            }
            next.connection().close();
        }
        return null;
    }

    /**
     * Takes back one whose last answer was read to its end; or closes it.
     *
     * @param mostIdle how long it may be idle, {@link #MAX_IDLE} at most
     */
    void give(UpstreamConnection connection, Duration mostIdle) {
        dropOld();
        if (!kept(new Idle(connection, clock.millis(), mostIdle))) {
            connection.close();
        }
    }

    /** Closes those that are idle; what is given from now on is closed too. */
    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(each -> each.connection().close());
        idle.clear();
    }

    private synchronized @Nullable Idle last() {
        return idle.pollLast();
    }

    private synchronized boolean kept(Idle given) {
        return !closed && idle.size() < most && idle.offerLast(given);
    }

    private synchronized void dropOld() {
        while (!idle.isEmpty() && isOld(idle.getFirst())) {
            idle.removeFirst().connection().close();
        }
    }

    /** So is one from the future: the clock was put back, and nobody knows. */
    private boolean isOld(Idle each) {
        long age = clock.millis() - each.since();
        return age < 0 || age > each.most().toMillis();
    }
}
