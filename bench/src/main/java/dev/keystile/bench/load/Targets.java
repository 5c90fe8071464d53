package dev.keystile.bench.load;

import java.util.Map;
import java.util.Optional;

/** What ratios the gateway is to reach at least, by docs/performance.md. */
final class Targets {
    private static final Map<String, Map<String, Double>> BY_JOB =
            Map.of(
                    "calls",
                    Map.of("16, keystile", 0.75, "64, keystile", 0.75),
                    "events",
                    Map.of("16, keystile", 0.60, "64, keystile", 0.60),
                    "discovery",
                    Map.of(
                            "16, authorization server metadata", 0.8,
                            "16, protected resource metadata", 0.8),
                    "oauth",
                    Map.of(
                            OAuthLoad.REFRESHES + ", keystile, memory", 0.5,
                            OAuthLoad.REQUESTS + ", keystile, memory", 0.5,
                            OAuthLoad.REGISTRATIONS + ", keystile, memory", 0.5));

    private Targets() {}

    /** That of a line of a job's report; empty where there is none. */
    static Optional<Double> of(String job, String line) {
        return Optional.ofNullable(BY_JOB.getOrDefault(job, Map.of()).get(line));
    }
}
