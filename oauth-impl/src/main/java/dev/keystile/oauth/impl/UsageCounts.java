package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Counts what grants are used for. A call is noted in memory alone; what has come together is added
 * to the store now and then, where all nodes add up. Only what this node has not added yet is lost
 * when it is killed. After a write whose outcome is unknown, calls may count twice.
 */
final class UsageCounts {
    /** Further grants are not counted until the next time that counts are added to the store. */
    static final int MOST = 100_000;

    private static final Store.Key PROBE = new Store.Key(Store.Kind.LEASE, "counts");

    private final Repository<Usage> usages;
    private final Repository<Grant> grants;
    private final Duration life;
    private final InstantSource clock;
    private final Map<String, Usage> pending = new ConcurrentHashMap<>();

    /** {@code life}: how long counts live past a grant's last use. */
    UsageCounts(Repositories repositories, Duration life, InstantSource clock) {
        this.usages = repositories.usages();
        this.grants = repositories.grants();
        this.life = life;
        this.clock = clock;
    }

    /** One more call. */
    void note(GrantId grant) {
        String id = grant.value();
        if (pending.size() < MOST || pending.containsKey(id)) {
            pending.merge(id, new Usage(1, clock.instant()), Usage::plus);
        }
    }

    /** What is known of a grant here; of other nodes what they have added; empty when unused. */
    Optional<Usage> of(GrantId grant) {
        return Stream.concat(
                        usages.find(grant.value()).map(Repository.Held::value).stream(),
                        Optional.ofNullable(pending.get(grant.value())).stream())
                .reduce(Usage::plus);
    }

    /** Forgets a grant that is gone. */
    void forget(String grant) {
        pending.remove(grant);
        usages.remove(grant);
    }

    /** Adds what has come together to the store; what the store did not take is kept for later. */
    void flush() {
        for (String id : Set.copyOf(pending.keySet())) {
            Usage more = pending.remove(id);
            if (more != null) {
                add(id, more);
            }
        }
    }

    private void add(String id, Usage more) {
        try {
            if (grants.find(id).isPresent()
                    && usages.update(id, usage -> write(usage.plus(more))).isEmpty()) {
                usages.put(id, write(more), usage -> write(usage.plus(more)));
            }
        } catch (StoreUnavailableException e) {
            pending.merge(id, more, Usage::plus);
            // Where the store answers it is this grant that cannot be read; the others need not
            // wait for somebody to mend it.
            usages.store().find(PROBE);
        }
    }

    private Repository.Decision.Write<Usage, Boolean> write(Usage usage) {
        return new Repository.Decision.Write<>(usage, usage.last().plus(life), true);
    }
}
