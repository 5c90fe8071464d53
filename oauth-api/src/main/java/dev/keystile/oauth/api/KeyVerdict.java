package dev.keystile.oauth.api;

import java.time.Duration;

/** What is behind an upstream's refusal of an API key. */
public sealed interface KeyVerdict {
    /** The key is dead: 401 {@code invalid_token}. A new consent with a good key mends it. */
    record Dead() implements KeyVerdict {}

    /** The upstream takes the key: it refused the call for another reason, and nobody signs in. */
    record Works() implements KeyVerdict {}

    /**
     * It cannot be told: the upstream gave no usable answer, or refuses so many keys at once that
     * the fault is its own. 503 with {@code Retry-After}; nobody signs in.
     */
    record Unclear(Duration retryAfter) implements KeyVerdict {}
}
