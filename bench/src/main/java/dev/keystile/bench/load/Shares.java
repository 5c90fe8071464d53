package dev.keystile.bench.load;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much each of several has of a whole. */
final class Shares {
    private final Map<String, Long> amounts = new HashMap<>();
    private long whole;

    void add(String name, long amount) {
        amounts.merge(name, amount, Long::sum);
        whole += amount;
    }

    /** Out of a hundred; none of a whole that is nothing. */
    double percent(String name) {
        return 100.0 * amounts.getOrDefault(name, 0L) / Math.max(1, whole);
    }

    /** Those that have the most, from the largest on. */
    List<String> largest(int most) {
        return amounts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }
}
