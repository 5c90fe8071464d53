package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The decision on a call of MCP, which is counted for account and grant. */
@State(Scope.Thread)
public class LimiterBenchmark {
    private static final Duration LONG = Duration.ofDays(31);

    private final List<Charge> charges =
            List.of(
                    new Charge(LimitRule.MCP_ACCOUNT, "account"),
                    new Charge(LimitRule.MCP_GRANT, "grant"),
                    new Charge(LimitRule.MCP_CONNECTOR, "jean"));
    private final Limiter roomy = limiter(new Quota(Quota.MOST, Duration.ofSeconds(1)));
    private final Limiter strict = limiter(new Quota(1, LONG));

    /** The connector has no limit, as by default. */
    private static Limiter limiter(Quota quota) {
        InstantSource clock = InstantSource.system();
        LimitRules rules =
                DefaultLimits.rules()
                        .with(LimitRule.MCP_ACCOUNT, quota)
                        .with(LimitRule.MCP_GRANT, quota);
        return Limiter.local(rules, new MemoryStore(clock), clock);
    }

    /** One that may pass. */
    @Benchmark
    public LimitDecision allow() {
        return roomy.take(charges);
    }

    /** One too many; only the very first is not. */
    @Benchmark
    public LimitDecision refuse() {
        return strict.take(charges);
    }
}
