package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Ends what is connected with an account. Each step can be repeated when it was interrupted: what
 * says that something is over comes first, and the record by which all is found is removed last.
 *
 * @param by who ends it
 */
record AccountEnding(
        Repositories repositories,
        Accounts accounts,
        DeadKeys deadKeys,
        UsageCounts usage,
        Observer observer,
        Event.EndedBy by) {
    /** The same, done by another one. */
    AccountEnding by(Event.EndedBy another) {
        return new AccountEnding(repositories, accounts, deadKeys, usage, observer, another);
    }

    /** Ends one connection; false when it was over, and empty when there is none. */
    Optional<Boolean> disconnect(String grant, Instant now) {
        Optional<Boolean> ended =
                repositories.grants().update(grant, found -> ended(found, found.epoch(), now));
        note(grant, ended);
        return ended;
    }

    /** Ends every connection, and every session: from the first write on none of them works. */
    void disconnectAll(Account account, Instant now) {
        for (String grant : raiseEpoch(account)) {
            note(
                    grant,
                    repositories
                            .grants()
                            .update(grant, found -> ended(found, account.epoch(), now)));
        }
    }

    /** The same, and removes all records. */
    void delete(Account account, Instant now) {
        for (String grant : raiseEpoch(account)) {
            repositories.grants().remove(grant);
            repositories.sessions().remove(grant);
            usage.forget(grant);
            note(grant, Optional.of(true));
        }
        deadKeys.forget(account, now);
        accounts.remove(account, now);
        observer.note(new Event.AccountDeleted(account.connector(), new AccountId(account.id())));
    }

    private void note(String grant, Optional<Boolean> ended) {
        if (ended.orElse(false)) {
            observer.note(new Event.GrantEnded(new GrantId(grant), by));
        }
    }

    /** The ids of its grants, none of which is alive afterwards. */
    private Set<String> raiseEpoch(Account account) {
        return repositories
                .accounts()
                .update(
                        account.id(),
                        found ->
                                found.epoch() == account.epoch()
                                        ? new Repository.Decision.Amend<>(
                                                found.disconnected(), found.grants())
                                        : new Repository.Decision.Leave<>(found.grants()))
                .orElse(Set.of());
    }

    /** A connection that was made after the epoch was raised goes on. */
    private static Repository.Decision<Grant, Boolean> ended(Grant grant, long epoch, Instant now) {
        if (grant.stage() instanceof Stage.Revoked || grant.epoch() > epoch) {
            return new Repository.Decision.Leave<>(false);
        }
        Grant next = grant.revoked(Stage.Revoked.Reason.DISCONNECTED, now);
        return new Repository.Decision.Write<>(next, next.keptUntil(), true);
    }
}
