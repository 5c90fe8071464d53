package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The mark of the operator's secret in a store: a short id of it, which gives nothing of it away.
 * Without it a start with a mistyped secret would look well, and disconnect everybody.
 */
public final class SecretMark {
    private static final Store.Key KEY = new Store.Key(Store.Kind.SECRET, "in-force");
    private static final Duration KEPT = Duration.ofDays(3650);
    private static final int TRIES = 16;

    private final Store store;
    private final MasterSecret secret;
    private final InstantSource clock;

    private SecretMark(Store store, MasterSecret secret, InstantSource clock) {
        this.store = store;
        this.secret = secret;
        this.clock = clock;
    }

    /**
     * Makes sure that a store's records are sealed under this secret or one that it replaces, and
     * marks them with it; to be called before anything is read or written.
     *
     * @throws CannotOpenStoreException when they are sealed under another secret
     * @throws StoreUnavailableException when the store cannot answer
     */
    public static void check(Store store, MasterSecret secret, InstantSource clock) {
        new SecretMark(store, secret, clock).check();
    }

    private void check() {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (marked() == Store.Write.DONE) {
                return;
            }
        }
        throw new StoreUnavailableException("the mark of the secret changes all the time", null);
    }

    private Store.Write marked() {
        Optional<Store.Stored> mark = store.find(KEY);
        mark.ifPresent(this::requireKnown);
        Instant ends = clock.instant().plus(KEPT);
        String next = secret.id().encode();
        return mark.map(stored -> store.replace(stored, next, ends))
                .orElseGet(() -> store.insert(KEY, next, ends));
    }

    private void requireKnown(Store.Stored mark) {
        if (!secret.knows(mark.value())) {
            throw new CannotOpenStoreException(
                    "the records in this store are sealed under another secret: configure that one, or name it as a"
                            + " previous one (KEYSTILE_SECRET_PREVIOUS); where it is lost, remove the records to begin"
                            + " with an empty store, for which every client has to be connected again",
                    null);
        }
    }
}
