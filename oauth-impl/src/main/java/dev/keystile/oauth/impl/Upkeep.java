package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Goes through all grants now and then, and after a new operator's secret through all accounts:
 * erases what ended or lost its account or client, and seals anew what still lies under a replaced
 * secret. One replica does a round, the others see that it is taken. Interrupted half-way, the next
 * round does the rest.
 */
record Upkeep(Store store, Repositories repositories, GrantLife life, FirstCome leases) {
    /** How often a round begins. */
    static final Duration PERIOD = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final Store.Key LEASE = new Store.Key(Store.Kind.LEASE, "upkeep");
    private static final int PAGE = 500;

    /** What a round did. */
    record Round(long seen, long tidied, long ended) {
        static final Round NOTHING = new Round(0, 0, 0);

        Round plus(Round other) {
            return new Round(seen + other.seen, tidied + other.tidied, ended + other.ended);
        }
    }

    /** A round, unless another replica took this one; whether it was done here. */
    boolean runIfDue() {
        // A little less than the period, so that the lease is over when the next round is due.
        Duration held = PERIOD.minusMinutes(1);
        boolean due = leases.take(LEASE, life.clock().instant().plus(held));
        if (due) {
            Round round = round();
            LOG.log(
                    System.Logger.Level.INFO,
                    "upkeep.done grants={0} tidied={1} ended={2}",
                    Long.toString(round.seen()),
                    Long.toString(round.tidied()),
                    Long.toString(round.ended()));
        }
        return due;
    }

    Round round() {
        LinkedKeys links = life.accounts().links();
        if (links.mayBeStale()) {
            through(Store.Kind.ACCOUNT, id -> guarded(() -> renewed(links, id)));
        }
        return through(Store.Kind.GRANT, id -> guarded(() -> tend(id)));
    }

    private Round through(Store.Kind kind, Function<String, Round> tend) {
        Round round = Round.NOTHING;
        Store.Listed last = null;
        List<Store.Listed> page = store.list(kind, last, PAGE);
        while (!page.isEmpty() && !Thread.currentThread().isInterrupted()) {
            for (Store.Listed listed : page) {
                round = round.plus(tend.apply(listed.id()));
            }
            last = page.getLast();
            page = store.list(kind, last, PAGE);
        }
        return round;
    }

    private Round renewed(LinkedKeys links, String account) {
        links.renew(account, life.clock().instant());
        return Round.NOTHING;
    }

    private Round tend(String id) {
        return repositories.grants().update(id, this::decide).orElse(Round.NOTHING);
    }

    private Round guarded(Supplier<Round> work) {
        try {
            return work.get();
        } catch (StoreUnavailableException e) {
            // Where the store answers it is this record, or what it rests on, that cannot be read;
            // the others need not wait for somebody to mend it.
            store.find(LEASE);
            return Round.NOTHING;
        }
    }

    private Repository.Decision<Grant, Round> decide(Grant grant) {
        if (!(grant.stage() instanceof Stage.Revoked) && orphaned(grant)) {
            Grant end = grant.revoked(Stage.Revoked.Reason.DISCONNECTED, life.clock().instant());
            return new Repository.Decision.Write<>(end, end.keptUntil(), new Round(1, 0, 1));
        }
        Grant tidied = GrantUpkeep.tidied(grant, life.minting());
        return tidied.equals(grant)
                ? new Repository.Decision.Leave<>(new Round(1, 0, 0))
                : new Repository.Decision.Write<>(tidied, tidied.keptUntil(), new Round(1, 1, 0));
    }

    /** Dead already, since its client or account is gone; but its sealed key still lies there. */
    private boolean orphaned(Grant grant) {
        boolean clientGone = life.clients().standing(grant.client().value()).isEmpty();
        Optional<Account> account =
                repositories.accounts().find(grant.account()).map(Repository.Held::value);
        return clientGone || account.isEmpty() || account.get().epoch() != grant.epoch();
    }
}
