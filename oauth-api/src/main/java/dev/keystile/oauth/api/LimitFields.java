package dev.keystile.oauth.api;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the header of an HTTP answer says of a {@link LimitDecision}
 * (draft-ietf-httpapi-ratelimit-headers, RFC 9110 section 10.2.3). Times are whole seconds, rounded
 * up.
 */
public final class LimitFields {
    /** What is left. */
    public static final String LEFT = "RateLimit";

    /** What is allowed. */
    public static final String POLICY = "RateLimit-Policy";

    /** When to try again. */
    public static final String RETRY_AFTER = "Retry-After";

    private LimitFields() {}

    /** Names and values; none when nothing is limited. */
    public static Map<String, String> of(LimitDecision decision) {
        return switch (decision) {
            case LimitDecision.Unlimited() -> Map.of();
            case LimitDecision.Allowed(var rule, var quota, long remaining, Duration reset) ->
                    fields(rule, quota, remaining, reset);
            case LimitDecision.Limited limited -> {
                Map<String, String> fields =
                        fields(limited.rule(), limited.quota(), 0, limited.retryAfter());
                fields.put(RETRY_AFTER, Long.toString(retryAfter(limited)));
                yield fields;
            }
        };
    }

    private static Map<String, String> fields(
            LimitRule rule, Quota quota, long remaining, Duration reset) {
        String name = '"' + rule.text() + '"';
        Map<String, String> fields = LinkedHashMap.newLinkedHashMap(3);
        fields.put(POLICY, name + ";q=" + quota.amount() + ";w=" + seconds(quota.window()));
        fields.put(LEFT, name + ";r=" + remaining + ";t=" + seconds(reset));
        return fields;
    }

    /** How many whole seconds to wait, at least one. */
    public static long retryAfter(LimitDecision.Limited limited) {
        return retryAfter(limited.retryAfter());
    }

    /** The same of a time, rounded up: whoever comes back sooner would come in vain. */
    public static long retryAfter(Duration wait) {
        return Math.max(1, seconds(wait));
    }

    private static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }
}
