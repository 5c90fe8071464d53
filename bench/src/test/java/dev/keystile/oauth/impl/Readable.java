package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;

/**
 * Reads records by the real codecs. It stands in the package of the authorization server because
 * these are seen nowhere else; measurements run on the class path, where a package may lie in two
 * places.
 */
public final class Readable {
    private Readable() {}

    /** Throws when the record is not there, or is none of its kind. */
    public static void read(Store store, Store.Key key) {
        Repositories all = Repositories.of(store, Ticker.systemTicker());
        var held =
                switch (key.kind()) {
                    case CLIENT -> all.clients().find(key.id());
                    case ACCOUNT -> all.accounts().find(key.id());
                    case GRANT -> all.grants().find(key.id());
                    case KEY_INDEX -> all.keyIndex().find(key.id());
                    case SESSION -> all.sessions().find(key.id());
                    case USAGE -> all.usages().find(key.id());
                    case ASSERTION, UNUSED_CLIENT, LEASE, SECRET, LIMIT, ANALYTICS, STEPS, AUDIT ->
                            throw new IllegalArgumentException();
                };
        var _ = held.orElseThrow();
    }

    /** The ids of a grant's account and client, and whether the account's grants name it. */
    public record Links(String account, String client, boolean noted) {}

    /** What a grant rests on. */
    public static Links links(Store store, String grant) {
        Repositories all = Repositories.of(store, Ticker.systemTicker());
        Grant found = all.grants().find(grant).orElseThrow().value();
        Account account = all.accounts().find(found.account()).orElseThrow().value();
        return new Links(account.id(), found.client().value(), account.grants().contains(grant));
    }
}
