package dev.keystile.oauth.api;

import java.time.Duration;

/** Whether something may be done now. */
public sealed interface LimitDecision {
    /** No rule applies. */
    record Unlimited() implements LimitDecision {}

    /**
     * It may, and was counted.
     *
     * @param rule the one of which the least is left
     * @param remaining how many more of it may follow at once
     * @param reset when it is full again, if nothing follows
     */
    record Allowed(LimitRule rule, Quota quota, long remaining, Duration reset)
            implements LimitDecision {}

    /**
     * It may not, and was counted nowhere.
     *
     * @param rule the first one that refused
     * @param retryAfter when one may be done under this rule, if nothing else is until then
     */
    record Limited(LimitRule rule, Quota quota, Duration retryAfter) implements LimitDecision {}
}
