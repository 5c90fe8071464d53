package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.AccountSummary;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.AdministrationOutcome;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientSummary;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.GrantSummary;
import dev.keystile.oauth.api.ListRequest;
import dev.keystile.oauth.api.Listing;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Store;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an operator sees and does. Whoever lets operators in writes down what they do. */
record AdministrationDesk(
        Store store,
        Summaries summaries,
        Clients clients,
        Repository<Account> accountRecords,
        AccountEnding ending,
        InstantSource clock)
        implements Administration {
    /** Over all there is. */
    static AdministrationDesk of(
            Store store,
            Clients clients,
            Repositories repositories,
            UsageCounts usage,
            AccountEnding ending,
            InstantSource clock) {
        return new AdministrationDesk(
                store,
                new Summaries(clients, repositories, usage, clock),
                clients,
                repositories.accounts(),
                ending.by(Event.EndedBy.OPERATOR),
                clock);
    }

    @Override
    public Totals totals() {
        return new Totals(
                store.count(Store.Kind.CLIENT),
                store.count(Store.Kind.GRANT),
                store.count(Store.Kind.ACCOUNT));
    }

    @Override
    public Listing<ClientSummary> clients(ListRequest request) {
        Predicate<ClientSummary> wanted = wanted(request, AdministrationDesk::texts);
        Listing<ClientSummary> stored =
                new RecordPages<>(store, Store.Kind.CLIENT, summaries::stored)
                        .read(request, wanted);
        return request.after() == null
                ? new Listing<>(
                        Stream.concat(
                                        summaries.described().stream().filter(wanted),
                                        stored.items().stream())
                                .toList(),
                        stored.next())
                : stored;
    }

    @Override
    public Listing<GrantSummary> grants(ListRequest request) {
        return new RecordPages<>(store, Store.Kind.GRANT, summaries::grant)
                .read(request, wanted(request, AdministrationDesk::texts));
    }

    @Override
    public Listing<AccountSummary> accounts(ListRequest request) {
        return new RecordPages<>(store, Store.Kind.ACCOUNT, summaries::account)
                .read(request, wanted(request, AdministrationDesk::texts));
    }

    @Override
    public Optional<ClientSummary> client(ClientId client) {
        return summaries.client(client.value());
    }

    @Override
    public Optional<GrantSummary> grant(GrantId grant) {
        return summaries.grant(grant.value());
    }

    @Override
    public Optional<AccountSummary> account(AccountId account) {
        return summaries.account(account.value());
    }

    @Override
    public AdministrationOutcome revoke(ClientId client) {
        return client.isUrl() ? block(client) : remove(client);
    }

    private AdministrationOutcome block(ClientId client) {
        if (ClientDocumentUrl.parse(client.value(), true).isEmpty()) {
            return new AdministrationOutcome.Unknown();
        }
        return done(clients.block(client, clock.instant()));
    }

    private AdministrationOutcome remove(ClientId client) {
        if (clients.registered().find(client.value()).isEmpty()) {
            return new AdministrationOutcome.Unknown();
        }
        clients.registered().remove(client.value());
        clients.unused().forget(client);
        return done(true);
    }

    @Override
    public AdministrationOutcome readmit(ClientId client) {
        if (!client.isUrl()) {
            return new AdministrationOutcome.Unknown();
        }
        boolean blocked = clients.blocked(client.value());
        clients.registered().remove(client.value());
        return done(blocked);
    }

    @Override
    public AdministrationOutcome revoke(GrantId grant) {
        return ending.disconnect(grant.value(), clock.instant())
                .map(AdministrationDesk::done)
                .orElseGet(AdministrationOutcome.Unknown::new);
    }

    @Override
    public AdministrationOutcome revoke(AccountId account) {
        return accountRecords
                .find(account.value())
                .map(held -> {
                    ending.disconnectAll(held.value(), clock.instant());
                    return done(true);
                })
                .orElseGet(AdministrationOutcome.Unknown::new);
    }

    private static AdministrationOutcome done(boolean changed) {
        return changed ? new AdministrationOutcome.Done() : new AdministrationOutcome.NothingToDo();
    }

    private static <T> Predicate<T> wanted(ListRequest request, Function<T, Stream<String>> texts) {
        String search = request.search().toLowerCase(Locale.ROOT);
        return item ->
                texts.apply(item).anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(search));
    }

    private static Stream<String> texts(ClientSummary client) {
        return Stream.concat(
                Stream.of(client.id().value(), shown(client.name()), client.state().name()),
                client.redirectUris().stream());
    }

    private static Stream<String> texts(GrantSummary grant) {
        return Stream.of(
                grant.id().value(),
                grant.account().value(),
                grant.client().value(),
                shown(grant.clientName()),
                shown(grant.user()),
                grant.resource(),
                grant.state().name());
    }

    private static Stream<String> texts(AccountSummary account) {
        return Stream.of(
                account.id().value(),
                account.connector().value(),
                account.user(),
                account.key(),
                account.keyDeadSince() == null ? "" : "key_dead");
    }

    private static String shown(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }
}
