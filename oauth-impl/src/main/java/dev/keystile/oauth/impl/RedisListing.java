package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.redisson.api.RScoredSortedSet;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.ScoredEntry;

/**
 * The sorted set of the ids of each kind, by the ends of their records. A record stands on its own:
 * where it and its place here differ, reading a listing puts the place right.
 */
record RedisListing(RedisLink link, RedisKeys keys, InstantSource clock) {
    private static final int MOST_AT_ONCE = 1000;
    private static final String AFTER_EVERY_ID = "\u007f";
    private static final Comparator<Store.Listed> ORDER =
            Comparator.comparing(Store.Listed::ends).thenComparing(Store.Listed::id);

    RedisScript.Call place(Store.Key key, Instant ends) {
        Instant now = clock.instant();
        return RedisScript.PLACE.on(
                keys.listing(key.kind()),
                ends.toEpochMilli(),
                key.id(),
                kept(ends, now),
                now.minus(Ends.KEPT).toEpochMilli());
    }

    RedisScript.Call displace(Store.Key key) {
        return RedisScript.DISPLACE.on(keys.listing(key.kind()), key.id());
    }

    /** How long Redis is to keep a record, in milliseconds. */
    static long kept(Instant ends, Instant now) {
        return Math.max(Duration.between(now, ends).toMillis(), 0) + Ends.KEPT.toMillis();
    }

    long count(Store.Kind kind) {
        double now = clock.instant().toEpochMilli();
        return link.ask(redis ->
                        set(redis, kind).countAsync(now, false, Double.POSITIVE_INFINITY, true))
                .map(Integer::longValue)
                .orElse(0L);
    }

    List<Store.Listed> list(Store.Kind kind, Store.@Nullable Listed after, int limit) {
        List<Store.Listed> page = new ArrayList<>();
        Store.Listed last = afterNow(after);
        int wanted = Math.min(limit, MOST_AT_ONCE);
        boolean more = true;
        while (more && page.size() < limit) {
            List<Store.Listed> read = read(kind, last.ends(), wanted);
            List<Store.Listed> next = read.stream().filter(isAfter(last)).toList();
            more = read.size() == wanted;
            if (next.isEmpty()) {
                // All ended at one instant, and the cursor stands further on among them.
                wanted *= 2;
            } else {
                page.addAll(standing(kind, next));
                last = next.getLast();
            }
        }
        return List.copyOf(page.subList(0, Math.min(limit, page.size())));
    }

    private Store.Listed afterNow(Store.@Nullable Listed after) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return after != null && after.ends().isAfter(now)
                ? after
                : new Store.Listed(AFTER_EVERY_ID, now);
    }

    private static Predicate<Store.Listed> isAfter(Store.Listed last) {
        return listed -> ORDER.compare(listed, last) > 0;
    }

    /** The places from an end on; ties are in the order of the ids. */
    private List<Store.Listed> read(Store.Kind kind, Instant ends, int limit) {
        double first = ends.toEpochMilli();
        double last = Double.POSITIVE_INFINITY;
        Collection<ScoredEntry<String>> places =
                link.ask(redis ->
                                set(redis, kind).entryRangeAsync(first, true, last, true, 0, limit))
                        .orElseGet(List::of);
        return places.stream()
                .map(place ->
                        new Store.Listed(
                                place.getValue(),
                                Instant.ofEpochMilli(place.getScore().longValue())))
                .toList();
    }

    /** Those whose records are what their places say; puts the other places right. */
    private List<Store.Listed> standing(Store.Kind kind, List<Store.Listed> places) {
        List<?> heads = link.run(places.stream().map(place -> head(kind, place)).toList());
        List<Store.Listed> standing = new ArrayList<>();
        List<RedisScript.Call> repairs = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Store.Listed place = places.get(i);
            Optional<RedisScript.Call> repair = repair(kind, place, String.valueOf(heads.get(i)));
            repair.ifPresentOrElse(repairs::add, () -> standing.add(place));
        }
        if (!repairs.isEmpty()) {
            link.run(repairs);
        }
        return standing;
    }

    /** What puts a place right; a record of an unknown form may well be where it says. */
    private Optional<RedisScript.Call> repair(Store.Kind kind, Store.Listed place, String head) {
        Store.Key key = new Store.Key(kind, place.id());
        return head.isEmpty()
                ? Optional.of(displace(key))
                : RedisRecord.parse(head)
                        .map(RedisRecord::ends)
                        .filter(ends -> !ends.equals(place.ends()))
                        .map(ends -> place(key, ends));
    }

    private RedisScript.Call head(Store.Kind kind, Store.Listed place) {
        return RedisScript.HEAD.on(
                keys.record(new Store.Key(kind, place.id())), RedisRecord.HEAD_BYTES);
    }

    private RScoredSortedSet<String> set(RedissonClient redis, Store.Kind kind) {
        return redis.getScoredSortedSet(keys.listing(kind), StringCodec.INSTANCE);
    }
}
