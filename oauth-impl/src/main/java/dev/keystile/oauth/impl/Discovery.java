package dev.keystile.oauth.impl;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an OpenID provider says of itself: asked when it is needed, once for all who need it
 * at the same time, and used while fresh. Failures are not kept. Safe for use by many threads.
 */
final class Discovery {
    /** An answer that somebody doubts is used until it is this old. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final String PATH = "/.well-known/openid-configuration";

    private final String issuer;
    private final DocumentFetcher fetcher;
    private final InstantSource clock;
    private final SingleFlight<Lookup> flights = new SingleFlight<>();
    private volatile @Nullable Held held;

    Discovery(String issuer, DocumentFetcher fetcher, InstantSource clock) {
        this.issuer = issuer;
        this.fetcher = fetcher;
        this.clock = clock;
    }

    /** What is known of the provider. */
    sealed interface Lookup {
        /** All that is needed. */
        record Found(ProviderMetadata metadata) implements Lookup {}

        /**
         * Nothing now.
         *
         * @param detail for the log
         */
        record Missing(String detail) implements Lookup {}
    }

    /** The metadata, when it was asked for, and until when it is fresh. */
    private record Held(ProviderMetadata metadata, Instant asked, Instant until) {}

    Lookup find() {
        return fresh()
                // The flight before this one may have brought it.
                .orElseGet(() -> flights.run(issuer, () -> fresh().orElseGet(this::fetch)));
    }

    /** Something there went wrong: perhaps it has changed. */
    void doubt() {
        Held now = held;
        if (now != null) {
            held = new Held(now.metadata(), now.asked(), now.asked().plus(PAUSE));
        }
    }

    private Optional<Lookup> fresh() {
        return Optional.ofNullable(held)
                .filter(one -> clock.instant().isBefore(one.until()))
                .map(one -> new Lookup.Found(one.metadata()));
    }

    private Lookup fetch() {
        return switch (fetcher.fetch(url())) {
            case DocumentFetcher.Outcome.Document(JsonObject json, Duration freshFor) ->
                    read(json, freshFor);
            case DocumentFetcher.Outcome.Gone _ -> missing("withdrawn");
            case DocumentFetcher.Outcome.Unusable(String detail) -> missing(detail);
            case DocumentFetcher.Outcome.Unreachable(String detail) -> missing(detail);
        };
    }

    private Lookup read(JsonObject json, Duration freshFor) {
        return switch (ProviderMetadata.read(json, issuer)) {
            case ProviderMetadata.Reading.Usable(ProviderMetadata metadata) -> {
                Instant now = clock.instant();
                held = new Held(metadata, now, now.plus(freshFor));
                yield new Lookup.Found(metadata);
            }
            case ProviderMetadata.Reading.Unusable(String detail) -> missing(detail);
        };
    }

    private static Lookup missing(String detail) {
        return new Lookup.Missing("discovery: " + detail);
    }

    /** OpenID Connect Discovery 1.0 section 4.1: a slash at the issuer's end goes. */
    private String url() {
        return (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + PATH;
    }
}
