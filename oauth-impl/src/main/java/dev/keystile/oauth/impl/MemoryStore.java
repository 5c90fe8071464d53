package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this process: everything ends with it. Ended records are dropped as
 * others are written.
 */
public final class MemoryStore implements Store {
    private static final int SWEEP_EVERY = 1024;

    private final ConcurrentSkipListMap<Key, Stored> records =
            new ConcurrentSkipListMap<>(Comparator.comparing(Key::kind).thenComparing(Key::id));

    private final AtomicLong versions = new AtomicLong();
    private final InstantSource clock;

    /** An empty store that tells ended records by this clock. */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Stored> find(Key key) {
        return Optional.ofNullable(records.get(key))
                .filter(stored -> alive(stored, clock.instant()));
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        Stored next = new Stored(key, value, nextVersion(), ends);
        Instant now = clock.instant();
        Stored stands =
                records.merge(key, next, (existing, _) -> alive(existing, now) ? existing : next);
        return outcome(stands, value);
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        Stored next = new Stored(expected.key(), value, nextVersion(), ends);
        Instant now = clock.instant();
        return outcome(
                records.computeIfPresent(
                        expected.key(),
                        (_, existing) ->
                                alive(existing, now) ? stands(existing, expected, next) : null),
                value);
    }

    @Override
    public void remove(Key key) {
        records.remove(key);
    }

    @Override
    public List<String> list(Kind kind, String after, int limit) {
        Instant now = clock.instant();
        return records.tailMap(new Key(kind, after), false).values().stream()
                .takeWhile(stored -> stored.key().kind() == kind)
                .filter(stored -> alive(stored, now))
                .limit(limit)
                .map(stored -> stored.key().id())
                .toList();
    }

    private static Stored stands(Stored existing, Stored expected, Stored next) {
        if (existing.value().equals(next.value())) {
            return new Stored(
                    existing.key(),
                    next.value(),
                    next.version(),
                    Ends.later(existing.ends(), next.ends()));
        }
        return existing.version() == expected.version() ? next : existing;
    }

    private static Write outcome(@Nullable Stored stands, String value) {
        return stands != null && stands.value().equals(value) ? Write.DONE : Write.LOST;
    }

    private static boolean alive(Stored stored, Instant now) {
        return now.isBefore(stored.ends());
    }

    private long nextVersion() {
        long version = versions.incrementAndGet();
        if (version % SWEEP_EVERY == 0) {
            Instant now = clock.instant();
            records.values().removeIf(stored -> !alive(stored, now));
        }
        return version;
    }
}
