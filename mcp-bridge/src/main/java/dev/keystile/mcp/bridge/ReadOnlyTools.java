package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which tools the upstreams mark as read-only, by grant: asked for when a call needs it, and kept
 * for a while. Safe for use by many threads.
 */
final class ReadOnlyTools {
    /** How long a list is believed. */
    static final Duration KEPT = Duration.ofMinutes(5);

    /** How old one is at least when it is asked for anew because of a tool that is not in it. */
    static final Duration ASKED_ANEW = Duration.ofSeconds(10);

    /** Most grants whose lists are kept; the one that was used the longest ago goes first. */
    static final int MOST = 1000;

    private final InstantSource clock;
    private final SharedWork<GrantId, ToolListing.Outcome> underWay = new SharedWork<>();
    private final Map<GrantId, ToolListing.Outcome.Listed> kept = new Recent();

    ReadOnlyTools(InstantSource clock) {
        this.clock = clock;
    }

    /** Lists by grant, in the order of their use. */
    private static final class Recent extends LinkedHashMap<GrantId, ToolListing.Outcome.Listed> {
        private static final long serialVersionUID = 1L;

        Recent() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<GrantId, ToolListing.Outcome.Listed> eldest) {
            return size() > MOST;
        }
    }

    /** The tools of a grant, for a call of these; one list at a time is asked for. */
    ToolListing.Outcome of(GrantId grant, List<String> called, ToolListing listing)
            throws IOException {
        Optional<ToolListing.Outcome.Listed> known = known(grant, called);
        return known.isPresent()
                ? known.get()
                : underWay.run(grant, () -> keep(grant, listing.run(clock.instant())));
    }

    private Optional<ToolListing.Outcome.Listed> known(GrantId grant, List<String> called) {
        ToolListing.Outcome.Listed list;
        synchronized (kept) {
            list = kept.get(grant);
        }
        if (list == null) {
            return Optional.empty();
        }
        boolean complete = list.readOnly().keySet().containsAll(called);
        return isYounger(list.at(), complete ? KEPT : ASKED_ANEW)
                ? Optional.of(list)
                : Optional.empty();
    }

    /** A clock that was put back makes everything old. */
    private boolean isYounger(Instant at, Duration limit) {
        Instant now = clock.instant();
        return !now.isBefore(at) && now.isBefore(at.plus(limit));
    }

    private ToolListing.Outcome keep(GrantId grant, ToolListing.Outcome outcome) {
        if (outcome instanceof ToolListing.Outcome.Listed list) {
            synchronized (kept) {
                kept.put(grant, list);
            }
        }
        return outcome;
    }
}
