package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store in the memory of this process: everything ends with it. Ended records are dropped as
 * others of their kind are written or counted.
 */
public final class MemoryStore implements Store {
    private final Map<Key, Stored> records = new ConcurrentHashMap<>();

    /** Every record's place in the listing of its kind. */
    private final ConcurrentSkipListSet<Place> places =
            new ConcurrentSkipListSet<>(
                    Comparator.comparing(Place::kind)
                            .thenComparing(Place::ends)
                            .thenComparing(Place::id));

    private final Map<Kind, LongAdder> counts =
            Stream.of(Kind.values())
                    .collect(Collectors.toUnmodifiableMap(kind -> kind, _ -> new LongAdder()));
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final AtomicLong versions = new AtomicLong();
    private final InstantSource clock;

    /** An empty store that tells ended records by this clock. */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    private record Place(Kind kind, Instant ends, String id) {
        static Place of(Stored stored) {
            return new Place(stored.key().kind(), stored.ends(), stored.key().id());
        }

        static Place after(Kind kind, Listed listed) {
            return new Place(kind, listed.ends(), listed.id());
        }
    }

    @Override
    public Optional<Stored> find(Key key) {
        return Optional.ofNullable(records.get(key))
                .filter(stored -> alive(stored, clock.instant()));
    }

    @Override
    public Write insert(Key key, String value, Instant ends) {
        Stored next = next(key, value, ends);
        return write(key, value, existing -> existing == null ? next : existing);
    }

    @Override
    public Write replace(Stored expected, String value, Instant ends) {
        Stored next = next(expected.key(), value, ends);
        return write(
                expected.key(),
                value,
                existing -> existing == null ? null : stands(existing, expected, next));
    }

    @Override
    public void remove(Key key) {
        change(key, _ -> null);
        tell(key);
    }

    @Override
    public List<Listed> list(Kind kind, @Nullable Listed after, int limit) {
        Instant now = clock.instant();
        Place first = after == null ? new Place(kind, Instant.MIN, "") : Place.after(kind, after);
        return places.tailSet(first, false).stream()
                .takeWhile(place -> place.kind() == kind)
                .filter(place -> now.isBefore(place.ends()))
                .limit(limit)
                .map(place -> new Listed(place.id(), place.ends()))
                .toList();
    }

    @Override
    public long count(Kind kind) {
        sweep(kind);
        return adder(kind).sum();
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    private Write write(Key key, String value, UnaryOperator<@Nullable Stored> decide) {
        sweep(key.kind());
        Instant now = clock.instant();
        Stored stands =
                change(
                        key,
                        existing ->
                                decide.apply(
                                        existing != null && alive(existing, now)
                                                ? existing
                                                : null));
        tell(key);
        return stands != null && stands.value().equals(value) ? Write.DONE : Write.LOST;
    }

    /** Changes record, place and count together, as far as any other change of this key can see. */
    private @Nullable Stored change(Key key, UnaryOperator<@Nullable Stored> decide) {
        return records.compute(
                key,
                (_, existing) -> {
                    Stored next = decide.apply(existing);
                    if (existing != null) {
                        places.remove(Place.of(existing));
                        adder(key.kind()).decrement();
                    }
                    if (next != null) {
                        places.add(Place.of(next));
                        adder(key.kind()).increment();
                    }
                    return next;
                });
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

    private void sweep(Kind kind) {
        Instant now = clock.instant();
        Place first = new Place(kind, Instant.MIN, "");
        Place place = places.higher(first);
        while (place != null && place.kind() == kind && !now.isBefore(place.ends())) {
            change(
                    new Key(kind, place.id()),
                    existing -> existing != null && alive(existing, now) ? existing : null);
            place = places.higher(first);
        }
    }

    private void tell(Key key) {
        watchers.forEach(watcher -> watcher.changed(key));
    }

    private LongAdder adder(Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }

    private static boolean alive(Stored stored, Instant now) {
        return now.isBefore(stored.ends());
    }

    private Stored next(Key key, String value, Instant ends) {
        return new Stored(key, value, versions.incrementAndGet(), ends);
    }
}
