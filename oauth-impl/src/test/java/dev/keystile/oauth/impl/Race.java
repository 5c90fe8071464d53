package dev.keystile.oauth.impl;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Does the same thing in many virtual threads that start together. */
public final class Race {
    private Race() {}

    /** The results in the order of the threads' numbers. */
    public static <R> List<R> of(int threads, IntFunction<R> act) {
        var start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> runs =
                    IntStream.range(0, threads)
                            .mapToObj(number ->
                                    executor.submit(() -> {
                                        start.await();
                                        return act.apply(number);
                                    }))
                            .toList();
            start.countDown();
            return runs.stream().map(Race::result).toList();
        }
    }

    private static <R> R result(Future<R> run) {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a thread failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
