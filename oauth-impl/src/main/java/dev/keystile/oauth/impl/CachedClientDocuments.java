package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.DocumentFetcher.Outcome;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clients by their documents: fetched once for all who ask at the same time, used while fresh, and
 * known after that only to notice a change. Failures are not kept (OAuth Client ID Metadata
 * Document, section 4.3).
 */
final class CachedClientDocuments implements ClientDocuments {
    /** How long a pinned copy stands in before the document is asked for again. */
    static final Duration PIN_LIFE = Duration.ofMinutes(5);

    private static final System.Logger LOG =
            System.getLogger(CachedClientDocuments.class.getName());
    private static final int MOST = 1_000;

    /** How many requests may wait for documents at once: a part of those that a server holds. */
    private static final int MOST_WAITING = 64;

    private final DocumentFetcher fetcher;
    private final ClientDocument reader;
    private final boolean loopback;
    private final Observer observer;
    private final InstantSource clock;
    private final PinnedDocuments pinned = PinnedDocuments.shipped();
    private final Cache<String, Remembered> known = Caffeine.newBuilder().maximumSize(MOST).build();
    private final BoundedFlight<Resolution> flights = new BoundedFlight<>(MOST_WAITING);

    CachedClientDocuments(
            DocumentFetcher fetcher,
            AuthorizationServerSettings settings,
            Observer observer,
            InstantSource clock) {
        this.fetcher = fetcher;
        this.reader =
                new ClientDocument(new RegistrationRules(settings.clients().privateUseSchemes()));
        this.loopback = settings.issuer().loopback();
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * What is known of a client.
     *
     * @param published as its document said last; null when only the pinned copy was read
     */
    private record Remembered(Client client, Instant freshUntil, @Nullable Client published) {}

    @Override
    public Resolution resolve(String url) {
        return ClientDocumentUrl.parse(url, loopback).isEmpty()
                ? new Resolution.Invalid("not a URL by which a client can be known")
                : fresh(url).orElseGet(() -> awaited(url));
    }

    @Override
    public Optional<Client> remembered(String url) {
        return Optional.ofNullable(known.getIfPresent(url)).map(Remembered::client);
    }

    @Override
    public List<Client> remembered() {
        return known.asMap().values().stream().map(Remembered::client).toList();
    }

    private Resolution awaited(String url) {
        return flights.run(url, () -> freshOrFetched(url))
                .orElseGet(() -> unreached(url, "too many wait for documents"));
    }

    /** The flight before this one may have brought it. */
    private Resolution freshOrFetched(String url) {
        return fresh(url).orElseGet(() -> fetched(url));
    }

    private Optional<Resolution> fresh(String url) {
        return Optional.ofNullable(known.getIfPresent(url))
                .filter(one -> clock.instant().isBefore(one.freshUntil()))
                .map(one -> new Resolution.Found(one.client()));
    }

    private Resolution fetched(String url) {
        return switch (asked(url)) {
            case Outcome.Document(JsonObject json, Duration freshFor) -> read(url, json, freshFor);
            case Outcome.Gone _ -> invalid(url, "the document is withdrawn");
            case Outcome.Unusable(String detail) -> invalid(url, detail);
            case Outcome.Unreachable(String detail) -> unreached(url, detail);
        };
    }

    private Outcome asked(String url) {
        return remembered(url).isPresent() ? fetcher.fetchAgain(url) : fetcher.fetch(url);
    }

    private Resolution unreached(String url, String detail) {
        return pinned.find(url)
                .map(copy -> pinned(url, copy, detail))
                .orElseGet(() -> unreachable(url, detail));
    }

    private Resolution read(String url, JsonObject json, Duration freshFor) {
        Instant now = clock.instant();
        return switch (reader.read(url, json, now)) {
            case ClientDocument.Reading.Described(Client client) -> {
                tellChanges(client);
                observer.note(new Event.ClientResolved(client.id()));
                known.put(url, new Remembered(client, now.plus(freshFor), client));
                yield new Resolution.Found(client);
            }
            case ClientDocument.Reading.Malformed(String detail) -> invalid(url, detail);
        };
    }

    private Resolution pinned(String url, JsonObject copy, String detail) {
        Instant now = clock.instant();
        return switch (reader.read(url, copy, now)) {
            case ClientDocument.Reading.Described(Client client) -> {
                LOG.log(
                        System.Logger.Level.INFO,
                        "client.pinned client={0} reason={1}",
                        url,
                        detail);
                known.put(
                        url,
                        new Remembered(client, now.plus(PIN_LIFE), published(url).orElse(null)));
                yield new Resolution.Found(client);
            }
            case ClientDocument.Reading.Malformed _ -> unreachable(url, detail);
        };
    }

    private void tellChanges(Client client) {
        String url = client.id().value();
        List<String> changes =
                published(url).map(old -> ClientDocument.changes(old, client)).orElse(List.of());
        if (!changes.isEmpty()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "client.changed client={0} changed={1}",
                    url,
                    String.join(",", changes));
        }
    }

    private Optional<Client> published(String url) {
        return Optional.ofNullable(known.getIfPresent(url)).map(Remembered::published);
    }

    private Resolution invalid(String url, String detail) {
        tellFailure(url, detail);
        return new Resolution.Invalid(detail);
    }

    private Resolution unreachable(String url, String detail) {
        tellFailure(url, detail);
        return new Resolution.Unreachable(detail);
    }

    private void tellFailure(String url, String detail) {
        observer.note(new Event.ClientUnresolved(url, detail));
        LOG.log(System.Logger.Level.INFO, "client.unresolved client={0} reason={1}", url, detail);
    }
}
