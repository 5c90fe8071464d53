package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ResourceMatch;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is connected with accounts, for the person to see. */
record ConnectedClients(
        Supplier<ProtectedResources> resources,
        Repository<Grant> grants,
        Clients clients,
        UsageCounts usage,
        InstantSource clock) {
    /** The latest first. */
    List<ConnectedClient> of(List<Account> accounts) {
        return accounts.stream()
                .flatMap(this::of)
                .sorted(Comparator.comparing(ConnectedClient::since).reversed())
                .toList();
    }

    /** Whether there is such a connector still. */
    boolean serves(ConnectorId connector) {
        return resources.get().connector(connector.value()).isPresent();
    }

    private Stream<ConnectedClient> of(Account account) {
        return account.grants().stream()
                .flatMap(id -> grants.find(id).stream())
                .map(Repository.Held::value)
                .filter(grant ->
                        grant.account().equals(account.id()) && grant.epoch() == account.epoch())
                .flatMap(grant -> shown(grant, account).stream());
    }

    private Optional<ConnectedClient> shown(Grant grant, Account account) {
        return grant.stage() instanceof Stage.Active active
                        && !Ends.over(active.ends(), clock.instant())
                        && clients.standing(grant.client().value()).isPresent()
                ? Optional.of(shown(grant, active, account))
                : Optional.empty();
    }

    private ConnectedClient shown(Grant grant, Stage.Active active, Account account) {
        Optional<Usage> used = usage.of(grant.id());
        return new ConnectedClient(
                grant.id(),
                who(grant, active.redeemed().redirectUri(), account),
                grant.tools(),
                grant.createdAt(),
                used.map(Usage::last).orElse(null),
                used.map(Usage::calls).orElse(0L));
    }

    private ConsentSubject who(Grant grant, String redirectUri, Account account) {
        Optional<RedirectUri> uri = RedirectUri.parse(redirectUri);
        Connector connector = resources.get().connector(account.connector().value()).orElse(null);
        return new ConsentSubject(
                clients.name(grant.client()),
                grant.client().isUrl() ? grant.client().host() : null,
                uri.map(RedirectUri::destination).orElse(redirectUri),
                uri.map(RedirectUri::onOwnMachine).orElse(false),
                grant.scope(),
                connector,
                resource(grant, account));
    }

    private @Nullable ProtectedResource resource(Grant grant, Account account) {
        return resources.get().match(grant.resource()) instanceof ResourceMatch.Found(var found)
                        && found.connector().id().equals(account.connector())
                ? found
                : null;
    }
}
