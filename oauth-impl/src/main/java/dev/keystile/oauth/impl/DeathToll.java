package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Marks keys that the upstream refused as dead, unless so many die at once that the upstream is at
 * fault: then nobody is marked, and whom this node has marked within that time is so no more. It
 * counts keys and not accounts, because accounts that share a key cannot die apart. One writer at a
 * time, so that no mark is set behind one that is taken back. Nodes count for themselves, and by
 * the time that passes, whatever the clock is set to.
 */
final class DeathToll {
    private final KeyMarks marks;
    private final KeysInUse inUse;
    private final KeyLimits limits;
    private final Ticker ticker;
    private final Map<ConnectorId, Map<String, Refusal>> refusals = new HashMap<>();

    DeathToll(KeyMarks marks, KeysInUse inUse, KeyLimits limits, Ticker ticker) {
        this.marks = marks;
        this.inUse = inUse;
        this.limits = limits;
        this.ticker = ticker;
    }

    /** What becomes of a refused key. */
    sealed interface Outcome {
        /** These accounts are marked as dead by this. */
        record Marked(Set<String> accounts) implements Outcome {}

        /**
         * Nobody is marked.
         *
         * @param dying keys that were refused within the time
         * @param begins whether the keys before this one still died one by one
         */
        record TooMany(int dying, boolean begins) implements Outcome {}
    }

    /** The tick at which a key was refused last, and the accounts that were marked for it. */
    private record Refusal(long at, Set<String> marked) {
        Refusal and(Refusal later) {
            Set<String> both = new HashSet<>(marked);
            both.addAll(later.marked);
            return new Refusal(later.at, both);
        }
    }

    /**
     * Marks a key that was refused, or nobody.
     *
     * @param owner whose key it is now: it is dead for everybody else; null when it is for all
     * @param now since when it is dead
     */
    synchronized Outcome enter(
            ConnectorId connector, Secret apiKey, @Nullable UserId owner, Instant now) {
        long tick = ticker.read();
        Map<String, Refusal> dying = refusals.computeIfAbsent(connector, _ -> new HashMap<>());
        dying.values().removeIf(old -> tick - old.at() >= limits.within().toNanos());
        int active = inUse.count(connector, limits.enough());
        boolean before = limits.tooMany(dying.size(), active);
        String key = marks.keyId(connector, apiKey);
        dying.merge(key, new Refusal(tick, Set.of()), Refusal::and);
        if (limits.tooMany(dying.size(), active)) {
            takeBack(dying);
            return new Outcome.TooMany(dying.size(), !before);
        }
        Set<String> marked = marks.kill(connector, apiKey, owner, now);
        dying.merge(key, new Refusal(tick, marked), Refusal::and);
        return new Outcome.Marked(marked);
    }

    /** The upstream accepted this key: it counts no more. */
    synchronized void forget(ConnectorId connector, Secret apiKey) {
        Map<String, Refusal> dying = refusals.get(connector);
        if (dying != null) {
            dying.remove(marks.keyId(connector, apiKey));
        }
    }

    private void takeBack(Map<String, Refusal> dying) {
        marks.revive(
                dying.values().stream()
                        .flatMap(refusal -> refusal.marked().stream())
                        .collect(Collectors.toSet()));
        dying.replaceAll((_, refusal) -> new Refusal(refusal.at(), Set.of()));
    }
}
