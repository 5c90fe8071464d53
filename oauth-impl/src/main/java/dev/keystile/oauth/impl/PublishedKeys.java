package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The key sets that clients publish ({@code jwks_uri}, RFC 7591 section 2), as this node fetched
 * them last. One thread fetches a set while others that need it wait. Safe for use by many threads.
 */
final class PublishedKeys {
    static final Duration LEAST_LIFE = Duration.ofMinutes(5);
    static final Duration MOST_LIFE = Duration.ofHours(24);

    /** A set that lacks a key is not asked for again sooner than this. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** What failed is not tried again sooner than this, and the client is told to wait as long. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final int MOST_SETS = 1000;

    private final DocumentFetcher fetcher;
    private final InstantSource clock;
    private final Cache<String, Held> sets = Caffeine.newBuilder().maximumSize(MOST_SETS).build();
    private final Cache<String, Lock> locks = Caffeine.newBuilder().weakValues().build();

    PublishedKeys(DocumentFetcher fetcher, InstantSource clock) {
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** What stands at an address. */
    sealed interface Lookup {
        /** A key set. */
        record Found(KeySet keys) implements Lookup {}

        /**
         * No key set: it is withdrawn, or something else stands there.
         *
         * @param detail for the log
         */
        record None(String detail) implements Lookup {}

        /**
         * Nobody can say now.
         *
         * @param detail for the log
         */
        record Unreachable(String detail, Duration retryAfter) implements Lookup {}
    }

    /** The last answer, when it was asked for, and when it is to be forgotten. */
    private record Held(Lookup lookup, Instant asked, Instant until) {}

    /**
     * The key set at an address; a remembered one that is not {@code enough} is fetched again
     * before its time.
     */
    Lookup find(String uri, Predicate<KeySet> enough) {
        return remembered(uri, enough).orElseGet(() -> alone(uri, enough));
    }

    private Lookup alone(String uri, Predicate<KeySet> enough) {
        Lock lock = locks.get(uri, _ -> new ReentrantLock());
        lock.lock();
        try {
            return remembered(uri, enough).orElseGet(() -> fetch(uri));
        } finally {
            lock.unlock();
        }
    }

    /** The answer, when it can be given without fetching. */
    private Optional<Lookup> remembered(String uri, Predicate<KeySet> enough) {
        Instant now = clock.instant();
        Held held = sets.getIfPresent(uri);
        if (held == null || !now.isBefore(held.until())) {
            return Optional.empty();
        }
        if (!(held.lookup() instanceof Lookup.Found(KeySet keys)) || enough.test(keys)) {
            return Optional.of(held.lookup());
        }
        Duration wait = Duration.between(now, held.asked().plus(PAUSE));
        return wait.isPositive()
                ? Optional.of(new Lookup.Unreachable("the key set was fetched just before", wait))
                : Optional.empty();
    }

    private Lookup fetch(String uri) {
        return switch (fetcher.fetch(uri)) {
            case DocumentFetcher.Outcome.Document(JsonObject json, Duration freshFor) ->
                    KeySet.of(json)
                            .map(keys -> keep(uri, new Lookup.Found(keys), within(freshFor)))
                            .orElseGet(() -> keep(uri, new Lookup.None("no key set"), RETRY));
            case DocumentFetcher.Outcome.Gone _ ->
                    keep(uri, new Lookup.None("the key set is withdrawn"), RETRY);
            case DocumentFetcher.Outcome.Unusable(String detail) ->
                    keep(uri, new Lookup.None(detail), RETRY);
            case DocumentFetcher.Outcome.Unreachable(String detail) ->
                    unreachable(uri, new Lookup.Unreachable(detail, RETRY));
        };
    }

    private Lookup keep(String uri, Lookup lookup, Duration life) {
        Instant now = clock.instant();
        sets.put(uri, new Held(lookup, now, now.plus(life)));
        return lookup;
    }

    /** A set that is still good stays: it serves those whose keys it has. */
    private Lookup unreachable(String uri, Lookup lookup) {
        Instant now = clock.instant();
        Held held = sets.getIfPresent(uri);
        if (held == null || !now.isBefore(held.until())) {
            return keep(uri, lookup, RETRY);
        }
        sets.put(uri, new Held(held.lookup(), now, held.until()));
        return lookup;
    }

    private static Duration within(Duration freshFor) {
        Duration atLeast = freshFor.compareTo(LEAST_LIFE) < 0 ? LEAST_LIFE : freshFor;
        return atLeast.compareTo(MOST_LIFE) > 0 ? MOST_LIFE : atLeast;
    }
}
