package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.util.Objects;

/**
 * The assertions that clients have proven themselves with: each is good once, on all nodes that
 * share the store (RFC 7523 section 3, item 7).
 */
record UsedAssertions(FirstCome records) {
    /**
     * Uses a verified assertion up; false when it was used before.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when nobody can tell
     */
    boolean use(Assertion assertion) {
        // A client id has no line break, so no two pairs read alike.
        Digest id = Digest.of(Crypto.utf8(assertion.clientId() + "\n" + assertion.id()));
        return records.take(new Store.Key(Store.Kind.ASSERTION, id.value()), ends(assertion));
    }

    /** When no node could take it any more, by its own clock. */
    private static Instant ends(Assertion assertion) {
        return Objects.requireNonNull(assertion.expires())
                .plus(AssertionRules.SKEW)
                .plus(Ends.TOLERANCE);
    }
}
