package dev.keystile.oauth.api;

import java.time.Duration;

/** What becomes of a token request. */
public sealed interface TokenOutcome {
    /** Tokens: 200. */
    record Issued(TokenResponse response) implements TokenOutcome {}

    /** A registered error: 401 for {@code invalid_client}, else 400 (RFC 6749 section 5.2). */
    record Refused(OAuthFailure failure) implements TokenOutcome {}

    /**
     * This server cannot answer now: too many rotations of one grant at once, or the client's own
     * keys cannot be had. 503 with {@code Retry-After}. Nothing was changed.
     */
    record Busy(Duration retryAfter) implements TokenOutcome {}

    /** Too many requests: 429. Nothing was changed. */
    record TooMany(LimitDecision.Limited limit) implements TokenOutcome {}
}
