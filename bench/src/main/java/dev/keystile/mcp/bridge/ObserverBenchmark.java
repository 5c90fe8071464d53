package dev.keystile.mcp.bridge;

import dev.keystile.app.metrics.Metrics;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.AnalyticsCounts;
import dev.keystile.oauth.impl.AttemptLog;
import dev.keystile.oauth.impl.MemoryStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/** What observers cost a call: one bridge looks at each for analytics, metrics and the doctor. */
public final class ObserverBenchmark {
    private ObserverBenchmark() {}

    /** Prints two Markdown tables. */
    public static void main(String[] arguments) throws Exception {
        InstantSource clock = InstantSource.system();
        var analytics = new AnalyticsCounts(new MemoryStore(clock), clock, new SecureRandom());
        var attempts = new AttemptLog(new MemoryStore(clock), clock, new SecureRandom());
        Observer doctor =
                event -> {
                    if (attempts.concerns(event)) {
                        attempts.note(clock.instant(), null, event);
                    }
                };
        Observer all = Observer.all(List.of(analytics, new Metrics(), doctor));
        try (McpBridge without = TwoBridges.bridge(RateLimiter.NONE, Observer.NONE);
                McpBridge with = TwoBridges.bridge(RateLimiter.NONE, all)) {
            System.out.println("Answers as JSON:");
            TwoBridges.compare(without, with);
            System.out.println("Answers as event streams:");
            TwoBridges.compareStreams(without, with);
        }
        System.exit(0);
    }
}
