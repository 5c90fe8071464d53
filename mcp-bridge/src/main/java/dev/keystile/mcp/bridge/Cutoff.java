package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets another thread end a call while the call's own thread connects, waits, reads or writes. It
 * is interrupted then: on a virtual thread every blocking operation answers to that by closing what
 * it works on. It is never interrupted outside of {@link #whileOpen}: in the middle of a look at
 * the store the file would be closed under everybody.
 */
final class Cutoff {
    private static final ScopedValue<Cutoff> CURRENT = ScopedValue.newInstance();

    private @Nullable Thread blocked;
    private @Nullable Reason reason;

    /** Why a call is ended. */
    enum Reason {
        CLIENT_GONE,
        GRANT_OVER,
        CANCELLED,
        STOPPING,
        LATE
    }

    /** What may block. */
    @FunctionalInterface
    interface Operation<T> {
        T run() throws IOException;
    }

    /** The same without a result. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** What ends the call that this thread makes; null when it makes none. */
    static @Nullable Cutoff current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** Does the work of a call, which can be ended with this. */
    void cover(Work work) throws IOException {
        var _ = ScopedValue.where(CURRENT, this).call(() -> doneWith(work));
    }

    /** Ends the call; only the first reason counts. */
    synchronized void end(Reason why) {
        if (reason == null) {
            reason = why;
            if (blocked != null) {
                blocked.interrupt();
            }
        }
    }

    /** Why the call was ended; null when it was not. */
    synchronized @Nullable Reason reason() {
        return reason;
    }

    /**
     * An operation on the network, of whatever call this thread makes. Must not be nested.
     *
     * @throws InterruptedIOException when the call has been ended, before or by now
     */
    static <T> T whileOpen(Operation<T> operation) throws IOException {
        return CURRENT.isBound() ? CURRENT.get().run(operation) : operation.run();
    }

    /** The same for one without a result. */
    static void whileOpen(Work work) throws IOException {
        boolean _ = whileOpen(() -> doneWith(work));
    }

    /**
     * Something that is done to its end though the call that asks for it may be ended meanwhile.
     *
     * @param most how long it may take
     * @throws UpstreamException when it takes longer
     */
    static <T> T uncut(Duration most, Operation<T> operation) throws IOException {
        var own = new Cutoff();
        var alarm = new Alarm(most, () -> own.end(Reason.LATE));
        try {
            return ScopedValue.where(CURRENT, own).call(operation::run);
        } catch (InterruptedIOException ended) {
            throw own.reason() == null ? ended : UpstreamException.late(most);
        } finally {
            boolean _ = alarm.stop();
        }
    }

    private <T> T run(Operation<T> operation) throws IOException {
        enter();
        try {
            return operation.run();
        } catch (IOException | RuntimeException broken) {
            if (reason() == null) {
                throw broken;
            }
            throw ended();
        } finally {
            leave();
        }
    }

    private synchronized void enter() throws InterruptedIOException {
        if (reason != null) {
            throw ended();
        }
        blocked = Thread.currentThread();
    }

    private synchronized void leave() {
        blocked = null;
        if (reason != null) {
            // It was meant for the operation, not for what this thread does next.
            Thread.interrupted();
        }
    }

    private static boolean doneWith(Work work) throws IOException {
        work.run();
        return true;
    }

    private static InterruptedIOException ended() {
        return new InterruptedIOException("the call was ended");
    }
}
