package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Does the same thing once at a time: who asks meanwhile waits for the same outcome. */
final class SharedWork<K, V> {
    private final ConcurrentMap<K, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

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
            V value = Cutoff.uncut(work::run);
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
            return first.join();
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
}
