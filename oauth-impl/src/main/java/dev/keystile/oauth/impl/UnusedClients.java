package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The registered clients that nobody signed in with yet. Anybody may register, so only so many are
 * kept; the oldest go first.
 */
record UnusedClients(Store store, int most, SecureRandom random) {
    /** Most that are kept. */
    static final int MOST = 100_000;

    /** Most that go at once, so that no registration waits long. */
    private static final int PAGE = 100;

    /** Notes a client that was registered just now, and lets the oldest go. */
    void note(ClientId id, Instant ends) {
        store.insert(key(id.value()), Base64Url.encode(Crypto.random(random, 8)), ends);
        long tooMany = store.count(Store.Kind.UNUSED_CLIENT) - most;
        if (tooMany > 0) {
            store.list(Store.Kind.UNUSED_CLIENT, null, (int) Math.min(tooMany, PAGE))
                    .forEach(oldest -> drop(oldest.id()));
        }
    }

    /** Somebody signed in with it, or it is gone. */
    void forget(ClientId id) {
        store.remove(key(id.value()));
    }

    /** Unless somebody signed in with it since it was listed. */
    private void drop(String id) {
        if (store.find(key(id)).isEmpty()) {
            return;
        }
        store.remove(new Store.Key(Store.Kind.CLIENT, id));
        store.remove(key(id));
    }

    private static Store.Key key(String id) {
        return new Store.Key(Store.Kind.UNUSED_CLIENT, id);
    }
}
