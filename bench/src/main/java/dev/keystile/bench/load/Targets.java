package dev.keystile.bench.load;

import java.util.Map;
import java.util.Optional;

/**
 * What ratios are to be reached at least: those of docs/performance.md, so that it shows when the
 * gateway has become slower.
 */
final class Targets {
    private static final Map<String, Map<String, Double>> BY_JOB =
            Map.of(
                    "calls",
                    Map.of("1, keystile", 0.704, "16, keystile", 0.502, "64, keystile", 0.468),
                    "events",
                    Map.of("1, keystile", 0.537, "16, keystile", 0.392, "64, keystile", 0.348),
                    "discovery",
                    Map.of(
                            "16, authorization server metadata", 0.777,
                            "16, protected resource metadata", 0.760));

    private Targets() {}

    /** That of a line of a job's report; empty where there is none. */
    static Optional<Double> of(String job, String line) {
        return Optional.ofNullable(BY_JOB.getOrDefault(job, Map.of()).get(line));
    }
}
