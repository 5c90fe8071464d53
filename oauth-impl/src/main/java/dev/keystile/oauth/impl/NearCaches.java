package dev.keystile.oauth.impl;

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
