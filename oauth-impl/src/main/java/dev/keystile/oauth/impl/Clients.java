package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clients of this server: the registered ones, and those that a document describes.
 *
 * @param registered beside them those that a document describes, and that an operator has blocked:
 *     their ids are URLs
 */
record Clients(Repository<Client> registered, UnusedClients unused, ClientDocuments documents) {
    /** How long a client stays blocked. */
    private static final Duration BLOCKED = Duration.ofDays(3650);

    /** What an untrusted client id names. */
    sealed interface Lookup {
        /** A client. */
        record Found(Known known) implements Lookup {}

        /**
         * No client.
         *
         * @param detail for the log
         */
        record Unknown(String detail) implements Lookup {}

        /**
         * A client whose document cannot be had now.
         *
         * @param detail for the log
         */
        record Unreachable(String detail) implements Lookup {}
    }

    /** A client, and where it is known from. */
    sealed interface Known {
        Client client();

        /** Registered here. */
        record Registered(Repository.Held<Client> held) implements Known {
            @Override
            public Client client() {
                return held.value();
            }
        }

        /** Described by a document of its own. */
        record Described(Client client) implements Known {}
    }

    Lookup find(String id) {
        return new ClientId(id).isUrl()
                ? described(id)
                : registered
                        .find(id)
                        .<Lookup>map(held -> new Lookup.Found(new Known.Registered(held)))
                        .orElseGet(() -> new Lookup.Unknown("not registered here"));
    }

    /**
     * A client that may stay connected: absent when it is gone or blocked. Of one that a document
     * describes no more is said than that. Fetches nothing.
     */
    Optional<Client> standing(String id) {
        if (!new ClientId(id).isUrl()) {
            return registered.find(id).map(Repository.Held::value);
        }
        return blocked(id)
                ? Optional.empty()
                : Optional.of(Client.unread(new ClientId(id), Instant.EPOCH));
    }

    /** Whether an operator wants nothing to do with a client that a document describes. */
    boolean blocked(String url) {
        return registered.has(url);
    }

    /** Wants nothing to do with it any more; false when that is so already. */
    boolean block(ClientId url, Instant now) {
        Client known = documents.remembered(url.value()).orElseGet(() -> Client.unread(url, now));
        Client since = new Client(url, known.metadata(), null, now);
        return !blocked(url.value()) && registered.insert(url.value(), since, now.plus(BLOCKED));
    }

    /** As a client calls itself now, as far as is known without asking it. */
    @Nullable String name(ClientId client) {
        Optional<Client> known =
                client.isUrl()
                        ? documents.remembered(client.value())
                        : registered.find(client.value()).map(Repository.Held::value);
        return known.map(found -> found.metadata().clientName()).orElse(null);
    }

    /** Lets a client live on; one with a document lives elsewhere. */
    void keep(Known known, Instant now, Duration life) {
        switch (known) {
            case Known.Registered(Repository.Held<Client> held) -> registered.keep(held, now, life);
            case Known.Described _ -> {}
        }
    }

    /** The same for one that somebody allows to sign in. */
    void use(ClientId id, Instant now, Duration life) {
        if (!id.isUrl()) {
            unused.forget(id);
            registered.find(id.value()).ifPresent(held -> registered.keep(held, now, life));
        }
    }

    /** Whether this is a client's id, as far as is known without fetching anything. */
    boolean seen(String id) {
        return new ClientId(id).isUrl() ? documents.remembered(id).isPresent() : registered.has(id);
    }

    /** Whether a client says of itself what it said before, as far as is known without asking. */
    boolean unchanged(ClientId id, Digest metadata) {
        Optional<Client> remembered =
                id.isUrl() ? documents.remembered(id.value()) : Optional.empty();
        return remembered.map(client -> client.metadataDigest().matches(metadata)).orElse(true);
    }

    private Lookup described(String url) {
        return blocked(url) ? new Lookup.Unknown("blocked by the operator") : resolved(url);
    }

    private Lookup resolved(String url) {
        return switch (documents.resolve(url)) {
            case ClientDocuments.Resolution.Found(Client client) ->
                    new Lookup.Found(new Known.Described(client));
            case ClientDocuments.Resolution.Invalid(String detail) -> new Lookup.Unknown(detail);
            case ClientDocuments.Resolution.Unreachable(String detail) ->
                    new Lookup.Unreachable(detail);
        };
    }
}
