package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.DeadKey;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.IdentityUse;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pages of consent show. */
record ConsentPrompts(
        ResourceChoice choice,
        boolean reviewFollows,
        ProviderLogin logins,
        ReplacementOffer offer,
        InstantSource clock) {
    /** The first page, on its first showing. */
    KeyPrompt key(AuthorizationTransaction transaction, Secret sealed) {
        return key(transaction, sealed, null, null, null);
    }

    /** The first page again, with what was typed and chosen. */
    KeyPrompt key(
            AuthorizationTransaction transaction,
            ConsentStep.Continue typed,
            @Nullable Connector keyOf) {
        Secret sealed = typed.transaction() == null ? Secret.of("") : typed.transaction();
        return key(transaction, sealed, typed.connector(), typed.userId(), keyOf);
    }

    private KeyPrompt key(
            AuthorizationTransaction transaction,
            Secret sealed,
            @Nullable String chosenConnector,
            @Nullable String typedUser,
            @Nullable Connector keyOf) {
        AuthorizationTransaction.SignedIn person = transaction.identity();
        return new KeyPrompt(
                subject(transaction, chosenConnector),
                transaction.resource() == null ? choice.connectors() : List.of(),
                keyOf,
                typedUser,
                reviewFollows,
                sealed,
                logins.name(sealed).orElse(null),
                person == null ? null : person.identity());
    }

    /** The second page. */
    ReviewPrompt review(
            AuthorizationTransaction transaction,
            Connector connector,
            KeyCheck.Accepted accepted,
            Secret sealed) {
        return new ReviewPrompt(
                subject(transaction, null),
                accepted.serverName(),
                accepted.tools(),
                accepted.checked(),
                sealed,
                identity(transaction, connector),
                deadKey(transaction, connector));
    }

    private static @Nullable IdentityUse identity(
            AuthorizationTransaction transaction, Connector connector) {
        AuthorizationTransaction.SignedIn person = transaction.identity();
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        if (person == null || key == null) {
            return null;
        }
        Identity identity = person.identity();
        return new IdentityUse(
                identity, person.keyLinked() ? LinkedKey.shown(connector, key.apiKey()) : null);
    }

    private @Nullable DeadKey deadKey(AuthorizationTransaction transaction, Connector connector) {
        AuthorizationTransaction.AcceptedKey key = transaction.key();
        return key == null ? null : offer.of(connector, key.apiKey(), key.owner(), clock.instant());
    }

    private ConsentSubject subject(
            AuthorizationTransaction transaction, @Nullable String chosenConnector) {
        Optional<RedirectUri> uri = RedirectUri.parse(transaction.redirectUri());
        ProtectedResource resource = choice.of(transaction).orElse(null);
        return new ConsentSubject(
                transaction.asker().name(),
                transaction.client().isUrl() ? transaction.client().host() : null,
                uri.map(RedirectUri::destination).orElse(transaction.redirectUri()),
                uri.map(RedirectUri::onOwnMachine).orElse(false),
                transaction.scope(),
                resource == null ? choice.connector(chosenConnector) : resource.connector(),
                resource);
    }
}
