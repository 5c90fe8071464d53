package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store.Listed;
import dev.keystile.oauth.api.spi.Store.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The records of one kind, by id and by end. Changed by one thread; read by any, without waiting
 * for it. What has been changed and is not on the disk yet is not shown by {@link #find}.
 */
final class RecordTable {
    private final MVMap<String, Kept> records;
    private final MVMap<Place, Boolean> places;

    /** Of each record that is not on the disk as it stands: what is on the disk. */
    private final Map<String, Optional<Kept>> before = new ConcurrentHashMap<>();

    /** Opens it, made when it is not there. */
    RecordTable(MVStore store, String name) {
        this.records =
                store.openMap(
                        "records." + name,
                        new MVMap.Builder<String, Kept>()
                                .keyType(StringDataType.INSTANCE)
                                .valueType(new KeptType()));
        this.places =
                store.openMap(
                        "places." + name,
                        new MVMap.Builder<Place, Boolean>()
                                .keyType(new PlaceType())
                                .valueType(new PlaceType.Nothing()));
    }

    /** The record as it is on the disk. */
    Optional<Kept> find(String id) {
        // In this order: a change is noted before it is made and forgotten after it is on the disk.
        Kept now = records.get(id);
        Optional<Kept> old = before.get(id);
        return old == null ? Optional.ofNullable(now) : old;
    }

    List<Listed> list(@Nullable Listed after, int limit, Instant now) {
        Place first = Place.firstLiving(now);
        Place given = after == null ? first : Place.of(after);
        Iterator<Place> living = places.keyIterator(first.compareTo(given) > 0 ? first : given);
        List<Listed> page = new ArrayList<>();
        while (page.size() < limit && living.hasNext()) {
            Place place = living.next();
            if (!place.equals(given)) {
                page.add(place.listed());
            }
        }
        return page;
    }

    /** How many live, told from how many come before them in the order of ends. */
    long count(Instant now) {
        long index = places.getKeyIndex(Place.firstLiving(now));
        long ended = index < 0 ? -index - 1 : index;
        return Math.max(0, places.sizeAsLong() - ended);
    }

    Write apply(Change change, Instant now, long version) {
        String id = change.key().id();
        Kept existing = records.get(id);
        Kept living = existing != null && existing.alive(now) ? existing : null;
        return switch (change.on(living, version)) {
            case Change.Effect.Put(Kept next) -> set(id, existing, next);
            case Change.Effect.Delete() -> set(id, existing, null);
            case Change.Effect.Leave(Write answer) -> answer;
        };
    }

    /** Removes records that ended before this instant; says whether there may be more. */
    boolean sweep(Instant ended, int most) {
        Place end = Place.firstLiving(ended);
        for (int swept = 0; swept < most; swept++) {
            Place place = places.firstKey();
            if (place == null || place.compareTo(end) >= 0) {
                return false;
            }
            set(place.id(), records.get(place.id()), null);
            places.remove(place);
        }
        return true;
    }

    /** Whether as many places are taken as there are records. */
    boolean whole() {
        return records.sizeAsLong() == places.sizeAsLong();
    }

    boolean empty() {
        return records.isEmpty();
    }

    /** What has been changed since it was last settled. */
    Set<String> changed() {
        return Set.copyOf(before.keySet());
    }

    /** All changes are on the disk. */
    void settle() {
        before.clear();
    }

    private Write set(String id, @Nullable Kept existing, @Nullable Kept next) {
        if (existing == null && next == null) {
            return Write.DONE;
        }
        before.putIfAbsent(id, Optional.ofNullable(existing));
        boolean moves = existing == null || next == null || existing.ends() != next.ends();
        if (existing != null && moves) {
            places.remove(Place.of(id, existing));
        }
        if (next != null && moves) {
            places.put(Place.of(id, next), true);
        }
        if (next == null) {
            records.remove(id);
        } else {
            records.put(id, next);
        }
        return Write.DONE;
    }
}
