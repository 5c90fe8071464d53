package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ResourceMatch;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a consent is for, where the request leaves it to the person: connector and user id. */
record ResourceChoice(Supplier<ProtectedResources> resources) {
    /** What the person's choice comes to. */
    sealed interface Outcome {
        /** This resource. */
        record Chosen(ProtectedResource resource) implements Outcome {}

        /** Something was not chosen, or not rightly. */
        record Missing(KeyProblem problem) implements Outcome {}
    }

    /** The resource that a request named; empty when it is none (any more). */
    Optional<ProtectedResource> named(String uri) {
        return switch (resources.get().match(uri)) {
            case ResourceMatch.Found(ProtectedResource found) -> Optional.of(found);
            case ResourceMatch.Origin _, ResourceMatch.Unknown _ -> Optional.empty();
        };
    }

    /** The resource of a request; empty while the person has to choose, or when it is none. */
    Optional<ProtectedResource> of(AuthorizationTransaction transaction) {
        return Optional.ofNullable(transaction.resource()).flatMap(this::named);
    }

    /** The connectors that a person has to choose from; none when there is one alone. */
    List<Connector> connectors() {
        List<Connector> all = resources.get().connectors();
        return all.size() > 1 ? all : List.of();
    }

    /** The one connector, else the chosen one; null when it still has to be chosen. */
    @Nullable Connector connector(@Nullable String id) {
        return connectors().isEmpty()
                ? resources.get().defaultConnector()
                : resources.get().connector(id == null ? "" : id).orElse(null);
    }

    /** The shared URL of the connector, or with a user id that user's. */
    Outcome choose(@Nullable String connectorId, @Nullable String userId) {
        Connector connector = connector(connectorId);
        if (connector == null) {
            return new Outcome.Missing(KeyProblem.NO_CONNECTOR);
        }
        if (userId == null || userId.isBlank()) {
            return new Outcome.Chosen(resources.get().shared(connector));
        }
        return UserId.parse(userId.strip())
                .<Outcome>map(user -> new Outcome.Chosen(resources.get().personal(connector, user)))
                .orElseGet(() -> new Outcome.Missing(KeyProblem.MALFORMED_USER_ID));
    }

    /**
     * The one other connector that this looks like a key of, by its prefix; null when there is
     * none, or more than one.
     */
    @Nullable Connector otherOf(Secret apiKey, Connector chosen) {
        List<Connector> others =
                resources.get().connectors().stream()
                        .filter(other -> !other.id().equals(chosen.id()))
                        .filter(other -> !other.keyPrefix().isEmpty() && other.fits(apiKey))
                        .toList();
        return others.size() == 1 ? others.getFirst() : null;
    }
}
