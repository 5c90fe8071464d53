package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.GrantSummary;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator sees of clients, grants and accounts. */
record Summaries(
        Clients clients, Repositories repositories, UsageCounts usage, InstantSource clock) {
    /** How a grant is, and why. */
    private record State(GrantSummary.State state, String why) {
        static State over(String why) {
            return new State(GrantSummary.State.OVER, why);
        }
    }

    /** The clients that a document describes, as far as they are remembered and not blocked. */
    List<ClientSummary> described() {
        return clients.documents().remembered().stream()
                .filter(client -> !clients.blocked(client.id().value()))
                .map(client -> client(client, null, ClientSummary.State.DESCRIBED))
                .toList();
    }

    Optional<ClientSummary> client(String id) {
        return stored(id).or(() -> described(id));
    }

    /** One that has a record: it is registered, or blocked. */
    Optional<ClientSummary> stored(String id) {
        return clients.registered()
                .find(id)
                .map(held ->
                        new ClientId(id).isUrl()
                                ? client(held.value(), null, ClientSummary.State.BLOCKED)
                                : client(
                                        held.value(),
                                        held.stored().ends(),
                                        ClientSummary.State.REGISTERED));
    }

    private Optional<ClientSummary> described(String id) {
        return clients.documents()
                .remembered(id)
                .map(client -> client(client, null, ClientSummary.State.DESCRIBED));
    }

    private static ClientSummary client(
            Client client, @Nullable Instant ends, ClientSummary.State state) {
        return new ClientSummary(
                client.id(),
                client.metadata().clientName(),
                client.metadata().redirectUris(),
                client.method().value(),
                client.registeredAt(),
                ends,
                state);
    }

    Optional<AccountSummary> account(String id) {
        return repositories.accounts().find(id).map(Summaries::account);
    }

    private static AccountSummary account(Repository.Held<Account> held) {
        Account account = held.value();
        return new AccountSummary(
                new AccountId(account.id()),
                account.connector(),
                account.subject().value(),
                identified(account.subject()),
                account.keyFingerprint(),
                account.createdAt(),
                held.stored().ends(),
                account.keyDeadSince(),
                account.grants().stream().sorted().map(GrantId::new).toList());
    }

    private static AccountSummary.Identified identified(Account.Subject subject) {
        return switch (subject) {
            case Account.Subject.Proven _ -> AccountSummary.Identified.PROVEN;
            case Account.Subject.Claimed _ -> AccountSummary.Identified.CLAIMED;
            case Account.Subject.Pseudonym _ -> AccountSummary.Identified.PSEUDONYM;
        };
    }

    Optional<GrantSummary> grant(String id) {
        return repositories.grants().find(id).map(held -> grant(held.value()));
    }

    private GrantSummary grant(Grant grant) {
        Optional<Account> account =
                repositories.accounts().find(grant.account()).map(Repository.Held::value);
        Optional<Usage> used = usage.of(grant.id());
        State state = state(grant, account);
        return new GrantSummary(
                grant.id(),
                new AccountId(grant.account()),
                grant.client(),
                clients.name(grant.client()),
                account.map(Account::connector).orElse(null),
                account.map(found -> found.subject().value()).orElse(null),
                grant.resource(),
                grant.scope(),
                grant.tools(),
                state.state(),
                state.why(),
                grant.createdAt(),
                grant.stage().ends(),
                used.map(Usage::last).orElse(null),
                used.map(Usage::calls).orElse(0L));
    }

    private State state(Grant grant, Optional<Account> account) {
        if (grant.stage() instanceof Stage.Revoked revoked) {
            return State.over(revoked.reason().value());
        }
        if (Ends.over(grant.stage().ends(), clock.instant())) {
            return State.over("expired");
        }
        if (clients.standing(grant.client().value()).isEmpty()) {
            return State.over("client_gone");
        }
        return account.filter(found -> found.epoch() == grant.epoch())
                .map(found -> state(grant.stage(), found))
                .orElseGet(() -> State.over(Stage.Revoked.Reason.DISCONNECTED.value()));
    }

    private static State state(Stage stage, Account account) {
        GrantSummary.State state =
                stage instanceof Stage.AwaitingExchange
                        ? GrantSummary.State.PENDING
                        : account.keyDeadSince() == null
                                ? GrantSummary.State.ACTIVE
                                : GrantSummary.State.KEY_DEAD;
        return new State(state, "");
    }
}
