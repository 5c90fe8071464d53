package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.LimitRules;
import dev.keystile.oauth.impl.Limiter;
import dev.keystile.oauth.impl.MemoryStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** What limiting costs a call: one bridge counts by account and grant and never refuses. */
public final class LimitBenchmark {
    private LimitBenchmark() {}

    /** Prints a Markdown table. */
    public static void main(String[] arguments) throws Exception {
        InstantSource clock = InstantSource.system();
        Limiter limiter = Limiter.local(rules(), new MemoryStore(clock), clock);
        try (McpBridge without = TwoBridges.bridge(RateLimiter.NONE, Observer.NONE);
                McpBridge with = TwoBridges.bridge(limiter, Observer.NONE)) {
            TwoBridges.compare(without, with);
        }
        System.exit(0);
    }

    private static LimitRules rules() {
        Quota plenty = new Quota(100_000, Duration.ofMinutes(1));
        return new LimitRules(
                Map.of(
                        LimitRule.MCP_ACCOUNT, plenty,
                        LimitRule.MCP_GRANT, plenty));
    }
}
