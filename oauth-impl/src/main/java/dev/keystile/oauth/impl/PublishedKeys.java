package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The key sets that clients and OpenID providers publish ({@code jwks_uri}, RFC 7591 section 2):
 * fetched once for all who need one at the same time, and used while fresh. Failures are not kept.
 * Safe for use by many threads.
 */
final class PublishedKeys {
    static final Duration LEAST_LIFE = Duration.ofMinutes(5);
    static final Duration MOST_LIFE = Duration.ofHours(24);

    /** A fresh set that lacks a key is not asked for again sooner than this. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    /** How long a client is told to wait when its keys, or its document, can't be had. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final int MOST_SETS = 1000;

    /** How many requests may wait for key sets at once: a part of those that a server holds. */
    private static final int MOST_WAITING = 64;

    private final DocumentFetcher fetcher;
    private final InstantSource clock;
    private final Cache<String, Held> sets = Caffeine.newBuilder().maximumSize(MOST_SETS).build();
    private final BoundedFlight<Lookup> flights = new BoundedFlight<>(MOST_WAITING);

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

    /** A set, when it was last asked for, and until when it is fresh. */
    private record Held(KeySet keys, Instant asked, Instant until) {}

    /**
     * The key set at an address; one that is not {@code enough} is fetched again before its time.
     */
    Lookup find(String uri, Predicate<KeySet> enough) {
        return known(uri, enough)
                // The flight before this one may have brought it.
                .or(() -> flights.run(uri, () -> known(uri, enough).orElseGet(() -> fetch(uri))))
                .orElseGet(() -> new Lookup.Unreachable("too many wait for key sets", RETRY));
    }

    /** The answer, when it can or has to be given without fetching. */
    private Optional<Lookup> known(String uri, Predicate<KeySet> enough) {
        Optional<Held> fresh = fresh(uri);
        if (fresh.isEmpty()) {
            return Optional.empty();
        }
        if (enough.test(fresh.get().keys())) {
            return Optional.of(new Lookup.Found(fresh.get().keys()));
        }
        Duration wait = Duration.between(clock.instant(), fresh.get().asked().plus(PAUSE));
        return wait.isPositive()
                ? Optional.of(new Lookup.Unreachable("the key set was fetched just before", wait))
                : Optional.empty();
    }

    /** After the clock was set back nobody knows how old a set is: it is fresh no more. */
    private Optional<Held> fresh(String uri) {
        Instant now = clock.instant();
        return Optional.ofNullable(sets.getIfPresent(uri))
                .filter(held -> !now.isBefore(held.asked()) && now.isBefore(held.until()));
    }

    private Lookup fetch(String uri) {
        return switch (asked(uri)) {
            case DocumentFetcher.Outcome.Document(JsonObject json, Duration freshFor) ->
                    KeySet.of(json)
                            .map(keys -> keep(uri, keys, freshFor))
                            .orElseGet(() -> drop(uri, "what is published is no key set"));
            case DocumentFetcher.Outcome.Gone _ -> drop(uri, "the key set is withdrawn");
            case DocumentFetcher.Outcome.Unusable(String detail) -> drop(uri, detail);
            case DocumentFetcher.Outcome.Unreachable(String detail) -> unreachable(uri, detail);
        };
    }

    private DocumentFetcher.Outcome asked(String uri) {
        return sets.getIfPresent(uri) == null ? fetcher.fetch(uri) : fetcher.fetchAgain(uri);
    }

    private Lookup keep(String uri, KeySet keys, Duration freshFor) {
        Instant now = clock.instant();
        sets.put(uri, new Held(keys, now, now.plus(within(freshFor))));
        return new Lookup.Found(keys);
    }

    private Lookup drop(String uri, String detail) {
        sets.invalidate(uri);
        return new Lookup.None(detail);
    }

    /** A set that is still fresh goes on serving those whose keys it has. */
    private Lookup unreachable(String uri, String detail) {
        fresh(uri)
                .ifPresent(held ->
                        sets.put(uri, new Held(held.keys(), clock.instant(), held.until())));
        return new Lookup.Unreachable(detail, RETRY);
    }

    private static Duration within(Duration freshFor) {
        Duration atLeast = freshFor.compareTo(LEAST_LIFE) < 0 ? LEAST_LIFE : freshFor;
        return atLeast.compareTo(MOST_LIFE) > 0 ? MOST_LIFE : atLeast;
    }
}
