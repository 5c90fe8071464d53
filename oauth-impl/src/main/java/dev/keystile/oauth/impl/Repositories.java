package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;

/** All aggregates of one store. */
record Repositories(
        Repository<Client> clients,
        Repository<Account> accounts,
        Repository<Grant> grants,
        Repository<KeyIndex> keyIndex,
        Repository<SealedSession> sessions,
        Repository<Signed<Usage>> usages) {
    static Repositories of(Store store, Ticker ticker) {
        var unreadable = new UnreadableRecords(ticker);
        return new Repositories(
                new Repository<>(store, Store.Kind.CLIENT, new ClientCodec(), unreadable),
                new Repository<>(store, Store.Kind.ACCOUNT, new AccountCodec(), unreadable),
                new Repository<>(store, Store.Kind.GRANT, new GrantCodec(), unreadable),
                new Repository<>(store, Store.Kind.KEY_INDEX, new KeyIndexCodec(), unreadable),
                new Repository<>(store, Store.Kind.SESSION, new SealedSessionCodec(), unreadable),
                new Repository<>(
                        store,
                        Store.Kind.USAGE,
                        new Signed.Format<>(new UsageCodec()),
                        unreadable));
    }
}
