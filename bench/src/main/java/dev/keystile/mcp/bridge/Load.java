package dev.keystile.mcp.bridge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same thing again and again for a second, so many times at once. */
final class Load {
    private static final long MILLIS = 1000;

    private Load() {}

    /** Something that is counted when it has been done. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** How often a second it was done. */
    static double rate(int atOnce, Work work) throws Exception {
        long began = System.nanoTime();
        long end = began + MILLIS * 1_000_000;
        Callable<Long> again =
                () -> {
                    long times = 0;
                    while (System.nanoTime() < end) {
                        work.run();
                        times++;
                    }
                    return times;
                };
        long times = 0;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> all = new ArrayList<>();
            for (int i = 0; i < atOnce; i++) {
                all.add(threads.submit(again));
            }
            for (Future<Long> each : all) {
                times += each.get();
            }
        }
        return times * 1e9 / (System.nanoTime() - began);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
