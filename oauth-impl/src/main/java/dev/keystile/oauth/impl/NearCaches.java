package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.spi.Store;
import java.util.Optional;

/**
 * The near caches of what a call rests on; of sessions also that there is none. A write drops its
 * value at once: here before it is answered, on other nodes as soon as the store tells them.
 */
record NearCaches(
        NearCache<BearerCheckpoint.OpenGrant> grants,
        NearCache<Account> accounts,
        NearCache<Client> clients,
        NearCache<Optional<SessionMemory.Standing>> sessions)
        implements Store.Watcher {
    /** Of what is in the store. */
    static NearCaches of(
            Repositories from,
            Clients clients,
            KeysInUse inUse,
            SessionMemory memory,
            Ticker ticker) {
        return new NearCaches(
                new NearCache<>(ticker, from.grants().values(BearerCheckpoint.OpenGrant::of)),
                new NearCache<>(ticker, from.accounts().values(inUse::note)),
                new NearCache<>(ticker, clients::standing),
                new NearCache<>(ticker, grant -> Optional.of(memory.find(grant))));
    }

    @Override
    public void changed(Store.Key key) {
        switch (key.kind()) {
            case GRANT -> grants.drop(key.id());
            case ACCOUNT -> accounts.drop(key.id());
            case CLIENT -> clients.drop(key.id());
            case SESSION -> sessions.drop(key.id());
            case KEY_INDEX,
                    UNUSED_CLIENT,
                    ASSERTION,
                    LEASE,
                    SECRET,
                    LIMIT,
                    USAGE,
                    ANALYTICS,
                    STEPS,
                    AUDIT -> {}
        }
    }

    @Override
    public void allChanged() {
        grants.dropAll();
        accounts.dropAll();
        clients.dropAll();
        sessions.dropAll();
    }
}
