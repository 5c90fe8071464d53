package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks the upstream about a dead key anew when one of its tokens is used: of all nodes that share
 * the store one, once for all who ask meanwhile, and no sooner than a minute after the last time.
 */
final class KeyRevival {
    private final FirstCome leases;
    private final Repository<Account> accounts;
    private final ApiKeyVerifier verifier;
    private final KeyLimits limits;
    private final InstantSource clock;
    private final SingleFlight<Boolean> flights = new SingleFlight<>();

    /** The verifier revives what it finds accepted. */
    KeyRevival(
            FirstCome leases,
            Repository<Account> accounts,
            ApiKeyVerifier verifier,
            KeyLimits limits,
            InstantSource clock) {
        this.leases = leases;
        this.accounts = accounts;
        this.verifier = verifier;
        this.limits = limits;
        this.clock = clock;
    }

    /** Whether the key of this account works now. */
    boolean onUse(String account, Access access) {
        return onUse(
                account, access.resource().connector(), access.apiKey(), access.resource().user());
    }

    /** The same with a key that another credential opened. */
    boolean onUse(String account, Connector connector, Secret apiKey, @Nullable UserId user) {
        return flights.run(account, () -> attempt(account, connector, apiKey, user));
    }

    private boolean attempt(
            String account, Connector connector, Secret apiKey, @Nullable UserId user) {
        Optional<Account> held = find(account);
        if (held.isPresent() && due(held.get(), clock.instant())) {
            verifier.verify(connector, apiKey, user);
            return find(account).filter(found -> found.keyDeadSince() == null).isPresent();
        }
        return held.filter(found -> found.keyDeadSince() == null).isPresent();
    }

    private Optional<Account> find(String account) {
        return accounts.find(account).map(Repository.Held::value);
    }

    /** Whether it is this caller's turn to ask; that is taken by it. */
    private boolean due(Account account, Instant now) {
        Instant since = account.keyDeadSince();
        return since != null
                && Ends.since(since, now).compareTo(limits.again()) >= 0
                && leases.take(lease(account), now.plus(limits.again()));
    }

    private static Store.Key lease(Account account) {
        return new Store.Key(
                Store.Kind.LEASE,
                "key/" + KeyFingerprints.keyId(account.connector(), account.keyFingerprint()));
    }
}
