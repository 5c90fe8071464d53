package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.RateLimiter;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Small quotas, and who is charged in tests of limits. */
final class LimitFixture {
    static final Quota TEN_A_MINUTE = new Quota(10, Duration.ofMinutes(1));
    static final Quota HUNDRED_A_MINUTE = new Quota(100, Duration.ofMinutes(1));

    static final LimitRules RULES =
            new LimitRules(
                    Map.of(
                            LimitRule.KEY_NETWORK,
                            TEN_A_MINUTE,
                            LimitRule.KEY_FINGERPRINT,
                            new Quota(3, Duration.ofMinutes(1)),
                            LimitRule.MCP_ACCOUNT,
                            HUNDRED_A_MINUTE));

    static final Charge OFFICE = new Charge(LimitRule.KEY_NETWORK, "192.0.2.0/24");
    static final Charge KEY = new Charge(LimitRule.KEY_FINGERPRINT, "a-fingerprint");
    static final Charge ACCOUNT = new Charge(LimitRule.MCP_ACCOUNT, "an-account");

    private LimitFixture() {}

    static boolean passes(RateLimiter limiter, Charge... charges) {
        return !(limiter.take(List.of(charges)) instanceof LimitDecision.Limited);
    }

    /** How many of so many attempts pass. */
    static int passed(RateLimiter limiter, int attempts, Charge... charges) {
        int passed = 0;
        for (int attempt = 0; attempt < attempts; attempt++) {
            passed += passes(limiter, charges) ? 1 : 0;
        }
        return passed;
    }
}
