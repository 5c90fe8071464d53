package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A store in the memory of this process: everything ends with it. Ended records are dropped as others are written. */
public final class MemoryStore implements Store {
    private static final int SWEEP_EVERY = 1024;
    private static final Write DONE = Write.DONE;

    private final Map<Kind, ConcurrentSkipListMap<String, Stored>> records = Map.of(
            Kind.CLIENT, new ConcurrentSkipListMap<>(),
            Kind.ACCOUNT, new ConcurrentSkipListMap<>(),
            Kind.GRANT, new ConcurrentSkipListMap<>(),
            Kind.KEY_INDEX, new ConcurrentSkipListMap<>());

    private final AtomicLong versions = new AtomicLong();
    private final InstantSource clock;

    /** An empty store that tells ended records by this clock. */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Optional<Stored> find(Key key) {
        return Optional.ofNullable(of(key).get(key.id())).filter(stored -> alive(stored, clock.instant()));
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        Stored next = new Stored(key, value, nextVersion(), ends);
        Instant now = clock.instant();
        Stored stands = of(key).compute(
                key.id(), (_, existing) -> existing != null && alive(existing, now) ? existing : next);
        return stands.value().equals(value) ? DONE : Write.LOST;
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        Stored next = new Stored(expected.key(), value, nextVersion(), ends);
        Instant now = clock.instant();
        Stored stands = of(expected.key())
                .computeIfPresent(expected.key().id(), (_, existing) -> replaced(existing, expected, next, now));
        return stands != null && stands.value().equals(value) ? DONE : Write.LOST;
    }

    @Override
    public void remove(Key key) {
        of(key).remove(key.id());
    }

    @Override
    public List<String> list(Kind kind, String after, int limit) {
        Instant now = clock.instant();
        return records.get(kind).tailMap(after, false).values().stream()
                .filter(stored -> alive(stored, now))
                .limit(limit)
                .map(stored -> stored.key().id())
                .toList();
    }

    private static @Nullable Stored replaced(Stored existing, Stored expected, Stored next, Instant now) {
        if (!alive(existing, now)) {
            return null;
        }
        if (existing.value().equals(next.value())) {
            return new Stored(existing.key(), next.value(), next.version(), Ends.later(existing.ends(), next.ends()));
        }
        return existing.version() == expected.version() ? next : existing;
    }

    private static boolean alive(Stored stored, Instant now) {
        return now.isBefore(stored.ends());
    }

    private ConcurrentSkipListMap<String, Stored> of(Key key) {
        return records.get(key.kind());
    }

    private long nextVersion() {
        long version = versions.incrementAndGet();
        if (version % SWEEP_EVERY == 0) {
            Instant now = clock.instant();
            records.values().forEach(kind -> kind.values().removeIf(stored -> !alive(stored, now)));
        }
        return version;
    }
}
