package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Objects;

/**
 * The assertions that clients have proven themselves with: each is good once, on all nodes that
 * share the store (RFC 7523 section 3, item 7).
 */
record UsedAssertions(Store store, SecureRandom random) {
    private static final int MARK_BYTES = 16;

    /**
     * Uses a verified assertion up; false when it was used before.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when nobody can tell
     */
    boolean use(Assertion assertion) {
        // A client id has no line break, so no two pairs read alike.
        Digest id = Digest.of(Crypto.utf8(assertion.clientId() + "\n" + assertion.id()));
        // An insert of what stands there already would count as done: no two marks are equal.
        String mark = Base64Url.encode(Crypto.random(random, MARK_BYTES));
        return store.insert(new Store.Key(Store.Kind.ASSERTION, id.value()), mark, ends(assertion))
                == Store.Write.DONE;
    }

    /** When no node could take it any more, by its own clock. */
    private static Instant ends(Assertion assertion) {
        return Objects.requireNonNull(assertion.expires())
                .plus(AssertionRules.SKEW)
                .plus(Ends.TOLERANCE);
    }
}
