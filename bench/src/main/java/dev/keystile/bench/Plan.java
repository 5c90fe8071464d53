package dev.keystile.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to measure, and how long.
 *
 * @param counts how many grants, and clients, each store is filled with; from small to large
 * @param file whether the file store is measured
 * @param redis the {@code redis-server} to measure with; empty for none
 * @param connections real ones in each store besides, on which throughput is measured
 * @param rounds how often throughput is taken of each store
 * @param warmUps rounds before those that count
 * @param starts how often a start is timed
 * @param quiet for how long a file was not written when it counts as settled
 */
record Plan(
        List<Integer> counts,
        boolean file,
        Optional<Path> redis,
        int connections,
        int rounds,
        int warmUps,
        int starts,
        Duration quiet) {
    /** Threads whose throughput is measured. */
    static final int WORKERS = 16;

    /** The usual effort. */
    static Plan usual(List<Integer> counts, boolean file, Optional<Path> redis) {
        return new Plan(counts, file, redis, 2000, 21, 4, 3, Duration.ofSeconds(3));
    }
}
