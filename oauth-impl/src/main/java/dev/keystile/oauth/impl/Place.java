package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store.Listed;
import java.time.Instant;
import java.util.Comparator;

/** Where a record stands in the listing of its kind; {@code ends} in milliseconds since 1970. */
record Place(long ends, String id) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::ends).thenComparing(Place::id);

    static Place of(String id, Kept kept) {
        return new Place(kept.ends(), id);
    }

    static Place of(Listed listed) {
        return new Place(Kept.millis(listed.ends()), listed.id());
    }

    /** Before every record that lives at this instant, after every one that has ended. */
    static Place firstLiving(Instant now) {
        return new Place(now.toEpochMilli() + 1, "");
    }

    Listed listed() {
        return new Listed(id, Instant.ofEpochMilli(ends));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
