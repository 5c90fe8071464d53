package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.Instant;

/** Records that say something by being there: of all nodes and callers one comes first. */
record FirstCome(Store store, SecureRandom random) {
    private static final int MARK_BYTES = 16;

    /**
     * Whether this caller came first; others come too late until then.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when nobody can tell
     */
    boolean take(Store.Key key, Instant until) {
        // An insert of what stands there already would count as done: no two marks are equal.
        String mark = Base64Url.encode(Crypto.random(random, MARK_BYTES));
        return store.insert(key, mark, until) == Store.Write.DONE;
    }
}
