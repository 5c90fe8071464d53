package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.Store.Watcher;
import dev.keystile.oauth.api.spi.Store.Write;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that writes the file. What waits is taken together: every change is made in turn, one
 * commit brings all to the disk, then all are answered, also the lost ones. In between it keeps
 * house, for a fifth of the time at most. When the file fails, it is opened again at its last whole
 * commit, at once and then every second until that succeeds, unless nobody can say what is on the
 * disk. Then it can be read; writes are refused for a second, so that a full disk does not keep it
 * closed.
 */
final class Committer {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final int MOST_TOGETHER = 256;
    private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int REST_TIMES = 4;

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Supplier<RecordFile> opener;
    private final InstantSource clock;
    private final Runnable atEnd;
    private final Thread thread;

    private volatile State state;
    private volatile boolean closing;

    private Housekeeping housekeeping;
    private long nextChoreNanos = System.nanoTime();
    private long waitNanos = TICK_NANOS;
    private long nextWriteNanos = System.nanoTime();
    private boolean failing;

    /** A change, and where its answer goes. Without a change it only wakes the thread. */
    private record Waiting(@Nullable Change change, CompletableFuture<Write> answer) {
        static Waiting on(@Nullable Change change) {
            return new Waiting(change, new CompletableFuture<>());
        }
    }

    /** How the file is. */
    private sealed interface State {
        record Open(RecordFile file) implements State {}

        record Failed(Throwable cause, boolean forGood) implements State {}

        record Closed() implements State {}
    }

    /**
     * @param opener opens the file, now and after each failure
     * @param atEnd what to do when it is closed
     */
    Committer(Supplier<RecordFile> opener, InstantSource clock, Runnable atEnd) {
        this.opener = opener;
        this.clock = clock;
        this.atEnd = atEnd;
        RecordFile file = opener.get();
        this.state = new State.Open(file);
        this.housekeeping = new Housekeeping(file);
        this.thread = Thread.ofPlatform().daemon().name("keystile-store").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The file, to read from. */
    RecordFile file() {
        return switch (state) {
            case State.Open(RecordFile file) -> file;
            case State.Failed(Throwable cause, boolean forGood) ->
                    throw new StoreUnavailableException(
                            forGood
                                    ? "the store's disk failed; restart when it works again"
                                    : "the store's file failed and is not open again yet",
                            cause);
            case State.Closed() -> throw closed();
        };
    }

    /** Returns when the change is on the disk, or when it is on the disk why it was lost. */
    Write write(Change change) {
        var _ = file();
        Waiting waiting = Waiting.on(change);
        queue.add(waiting);
        if (state instanceof State.Closed) {
            refuse(List.of(waiting), closed());
        }
        try {
            return waiting.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof StoreUnavailableException refused
                    ? refused
                    : new StoreUnavailableException(
                            "a write that may be on the disk or not", e.getCause());
        }
    }

    void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    /** Writes what waits and closes the file. */
    void close() {
        closing = true;
        queue.add(Waiting.on(null));
        try {
            thread.join();
        } catch (InterruptedException e) {
            // It ends all the same, only unwatched.
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            List<Waiting> together = take();
            switch (state) {
                case State.Open(RecordFile file) -> serve(file, together);
                case State.Failed(Throwable cause, boolean forGood) -> {
                    refuse(together, cause);
                    if (!forGood) {
                        reopen();
                    }
                }
                case State.Closed() -> refuse(together, closed());
            }
        }
        end();
    }

    private List<Waiting> take() {
        List<Waiting> together = new ArrayList<>();
        try {
            Waiting first = queue.poll(waitNanos, TimeUnit.NANOSECONDS);
            if (first != null) {
                together.add(first);
                queue.drainTo(together, MOST_TOGETHER - 1);
            }
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; close() ends it.
        }
        return together;
    }

    private void serve(RecordFile file, List<Waiting> together) {
        if (failing && System.nanoTime() - nextWriteNanos < 0) {
            refuse(
                    together,
                    new StoreUnavailableException("the store's disk takes no writes", null));
            return;
        }
        try {
            write(file, together);
            keepHouse(file, together.isEmpty());
        } catch (RuntimeException | Error e) {
            fail(file, e);
            refuse(together, e);
        }
    }

    private void write(RecordFile file, List<Waiting> together) {
        Instant now = clock.instant();
        List<Write> answers = new ArrayList<>();
        for (Waiting waiting : together) {
            Change change = waiting.change();
            answers.add(change == null ? Write.DONE : file.apply(change, now));
        }
        if (file.commit()) {
            recovered();
            housekeeping.disturb(file);
            file.settle().forEach(this::tell);
        }
        for (int number = 0; number < answers.size(); number++) {
            together.get(number).answer().complete(answers.get(number));
        }
    }

    private void tell(Store.Key key) {
        watchers.forEach(watcher -> watcher.changed(key));
    }

    private void keepHouse(RecordFile file, boolean idle) {
        long began = System.nanoTime();
        if (began - nextChoreNanos < 0) {
            return;
        }
        boolean more = housekeeping.step(file, clock.instant(), idle);
        if (idle && !more) {
            housekeeping.rest(file);
        }
        long rest = REST_TIMES * (System.nanoTime() - began);
        nextChoreNanos = System.nanoTime() + rest;
        waitNanos = more ? rest : TICK_NANOS;
    }

    private void fail(RecordFile file, Throwable e) {
        if (failing) {
            logFailedAgain(e);
        } else {
            logFailed(e);
        }
        failing = true;
        file.drop();
        state = new State.Failed(e, file.doubtful());
        if (!file.doubtful()) {
            reopen();
        }
        nextWriteNanos = System.nanoTime() + TICK_NANOS;
        waitNanos = TICK_NANOS;
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "store.recovered");
        }
    }

    private void reopen() {
        try {
            RecordFile file = opener.get();
            state = new State.Open(file);
            housekeeping = new Housekeeping(file);
            watchers.forEach(Watcher::allChanged);
        } catch (RuntimeException | Error e) {
            logFailedAgain(e);
        }
    }

    private void end() {
        State last = state;
        state = new State.Closed();
        try {
            if (last instanceof State.Open(RecordFile file)) {
                close(file);
            }
        } finally {
            atEnd.run();
            refuse(queue, closed());
        }
    }

    /** What was answered is on the disk already. */
    private static void close(RecordFile file) {
        try {
            file.close();
        } catch (RuntimeException e) {
            logFailed(e);
            file.drop();
        }
    }

    private static void logFailed(Throwable e) {
        LOG.log(System.Logger.Level.ERROR, "store.failed reason=\"{0}\"", e.toString());
    }

    private static void logFailedAgain(Throwable e) {
        LOG.log(System.Logger.Level.DEBUG, "store.failed-again reason=\"{0}\"", e.toString());
    }

    private static void refuse(Collection<Waiting> together, Throwable why) {
        together.forEach(waiting -> waiting.answer().completeExceptionally(why));
    }

    private static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed", null);
    }
}
