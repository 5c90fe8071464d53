package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Instant;

/** A record as it stands in the file; {@code ends} in milliseconds since 1970. */
record Kept(String value, long version, long ends) {
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    boolean alive(Instant now) {
        return now.isBefore(Instant.ofEpochMilli(ends));
    }

    Store.Stored under(Store.Key key) {
        return new Store.Stored(key, value, version, Instant.ofEpochMilli(ends));
    }

    /** Rounded down, so that no record lives longer than was asked for. */
    static long millis(Instant ends) {
        return ends.isAfter(LAST) ? Long.MAX_VALUE : ends.toEpochMilli();
    }

    @Override
    public String toString() {
        return "Kept[version " + version + ", ends " + ends + "]";
    }
}
