package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/**
 * Does the same thing once at a time: who asks meanwhile waits for the same outcome. The work goes
 * on when a call that waits for it is ended, but not for long.
 */
final class SharedWork<K, V> {
    /** For greetings and lists, which clients give a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();
    private final Duration most;

    SharedWork() {
        this(PATIENCE);
    }

    /** With how long it may take. */
    SharedWork(Duration most) {
        this.most = most;
    }

    /** Something that may fail as input and output do. */
    @FunctionalInterface
    interface Work<V> {
        V run() throws IOException;
    }

    V run(K key, Work<V> work) throws IOException {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> first = underWay.putIfAbsent(key, mine);
        return first == null ? lead(key, mine, work) : follow(first);
    }

    private V lead(K key, CompletableFuture<V> mine, Work<V> work) throws IOException {
        try {
            // The others wait for it even when the call that leads is ended.
            V value = Cutoff.uncut(most, work::run);
            mine.complete(value);
            return value;
        } catch (IOException | RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
            throw failure;
        } finally {
            underWay.remove(key);
        }
    }

    private static <V> V follow(CompletableFuture<V> first) throws IOException {
        try {
            return Cutoff.whileOpen(() -> outcome(first));
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (failed.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw failed;
        }
    }

    /** As {@link CompletableFuture#join}, but an interruption ends it. */
    private static <V> V outcome(CompletableFuture<V> first) throws InterruptedIOException {
        try {
            return first.get();
        } catch (ExecutionException failed) {
            throw new CompletionException(failed.getCause());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
