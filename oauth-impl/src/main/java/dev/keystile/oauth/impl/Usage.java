package dev.keystile.oauth.impl;

import java.time.Instant;

/** How often a grant's tokens were taken for good, and when last. */
record Usage(long calls, Instant last) {
    /** Both together. */
    Usage plus(Usage other) {
        return new Usage(calls + other.calls, Ends.later(last, other.last));
    }
}
