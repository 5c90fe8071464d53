package dev.keystile.oauth.impl;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Does the same thing once at a time: who asks meanwhile waits for that result. Nothing is kept
 * afterwards.
 */
final class SingleFlight<V> {
    private final ConcurrentMap<String, CompletableFuture<V>> underWay = new ConcurrentHashMap<>();

    V run(String key, Supplier<V> act) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> first = underWay.putIfAbsent(key, mine);
        if (first != null) {
            return result(first);
        }
        try {
            mine.complete(act.get());
        } catch (RuntimeException | Error failure) {
            mine.completeExceptionally(failure);
        } finally {
            underWay.remove(key);
        }
        return result(mine);
    }

    /** What the act threw comes out as it was. */
    private static <V> V result(CompletableFuture<V> flight) {
        try {
            return flight.join();
        } catch (CompletionException failed) {
            throw switch (failed.getCause()) {
                case RuntimeException cause -> cause;
                case Error cause -> throw cause;
                case null, default -> failed;
            };
        }
    }
}
