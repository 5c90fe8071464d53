package dev.keystile.app.http;

import dev.keystile.oauth.api.RateLimiter;
import java.util.function.Supplier;

/**
 * Who calls, and how much of it is taken.
 *
 * @param callers how it is told where requests come from
 * @param limiter counts requests
 * @param requests how many there may be at once, as it is now
 */
public record Traffic(Callers callers, RateLimiter limiter, Supplier<RequestLimits> requests) {
    /** With a number of requests that stays. */
    public Traffic(Callers callers, RateLimiter limiter, RequestLimits requests) {
        this(callers, limiter, () -> requests);
    }
}
