package dev.keystile.oauth.api;

import java.time.Duration;

/** What becomes of a revocation request. */
public sealed interface RevocationOutcome {
    /** The token is of no use, whether it was before or not: 200. */
    record Done() implements RevocationOutcome {}

    /** A registered error: 401 for {@code invalid_client}, else 400 (RFC 6749 section 5.2). */
    record Refused(OAuthFailure failure) implements RevocationOutcome {}

    /**
     * This server cannot answer now, since the client's own keys cannot be had: 503 with {@code
     * Retry-After}. Nothing was changed.
     */
    record Busy(Duration retryAfter) implements RevocationOutcome {}
}
