package dev.keystile.app.http;

import dev.keystile.oauth.api.RateLimiter;

/**
 * Who calls, and how much of it is taken.
 *
 * @param callers how it is told where requests come from
 * @param limiter counts requests
 * @param requests how many there may be at once
 */
public record Traffic(Callers callers, RateLimiter limiter, RequestLimits requests) {}
