package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Counts what grants are used for: a call is noted in memory alone. */
final class UsageCounts {
    /** Further grants are not counted until the next time that counts are added to the store. */
    static final int MOST = 100_000;

    private final Repository<Grant> grants;
    private final Observer observer;
    private final InstantSource clock;
    private final Additions<Usage> additions;

    /** {@code life}: how long counts live past a grant's last use. */
    UsageCounts(
            Repositories repositories,
            Duration life,
            Observer observer,
            InstantSource clock,
            SecureRandom random) {
        this.grants = repositories.grants();
        this.observer = observer;
        this.clock = clock;
        this.additions =
                new Additions<>(
                        repositories.usages(),
                        Usage::plus,
                        (_, usage) -> usage.last().plus(life),
                        random);
    }

    /** One more call. */
    void note(GrantId grant) {
        String id = grant.value();
        if (additions.size() < MOST || additions.has(id)) {
            additions.add(id, new Usage(1, clock.instant()));
        }
    }

    /** What is known of a grant here; of other nodes what they have added; empty when unused. */
    Optional<Usage> of(GrantId grant) {
        return additions.sum(grant.value());
    }

    /** Forgets a grant that is gone. */
    void forget(String grant) {
        additions.forget(grant);
    }

    /** Adds what has come together to the store; what the store did not take is kept for later. */
    void flush() {
        for (String id : additions.ids()) {
            if (isGone(id)) {
                additions.drop(id);
            } else if (additions.flush(id)) {
                observer.note(new Event.FirstCalled(new GrantId(id)));
            }
        }
    }

    /** A grant that cannot be read is not: its counts wait for somebody to mend it. */
    private boolean isGone(String grant) {
        try {
            return grants.find(grant).isEmpty();
        } catch (StoreUnavailableException unreadable) {
            return false;
        }
    }
}
