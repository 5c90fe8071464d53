package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountKey;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.LinkedIdentity;
import dev.keystile.oauth.api.ProtectedResources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The keys behind a session of the account page, and the identities that they are linked with. */
record AccountKeys(Supplier<ProtectedResources> resources, LinkedKeys links) {
    /** Those to choose from when one is replaced; none when all accounts are of one. */
    List<AccountKey> choices(AccountSession session, List<Account> accounts) {
        Collection<List<Account>> keys = byKey(session, accounts);
        return keys.size() < 2
                ? List.of()
                : keys.stream().flatMap(of -> choice(of.getFirst()).stream()).toList();
    }

    /** The accounts of the chosen key; none when it is not chosen, and there are several. */
    List<Account> concerned(
            AccountSession session, List<Account> accounts, @Nullable String chosen) {
        Collection<List<Account>> keys = byKey(session, accounts);
        return keys.stream()
                .filter(of -> keys.size() < 2 || of.getFirst().id().equals(chosen))
                .findFirst()
                .orElse(List.of());
    }

    /** Each identity once for each key. */
    List<LinkedIdentity> identities(List<Account> accounts) {
        return List.copyOf(
                accounts.stream()
                        .flatMap(account ->
                                connector(account).stream()
                                        .flatMap(connector -> identities(account, connector)))
                        .collect(
                                Collectors.toMap(
                                        linked ->
                                                List.of(
                                                        linked.id(),
                                                        linked.connector(),
                                                        linked.key()),
                                        linked -> linked,
                                        (first, _) -> first,
                                        LinkedHashMap::new))
                        .values());
    }

    private Stream<LinkedIdentity> identities(Account account, Connector connector) {
        return links.open(account).stream()
                .flatMap(key ->
                        key.links().stream()
                                .map(link ->
                                        new LinkedIdentity(
                                                links.name(link.identity()),
                                                link.identity(),
                                                connector,
                                                LinkedKey.shown(connector, key.apiKey()),
                                                link.since())));
    }

    /** Whoever came with a key has that one alone, at however many connectors. */
    private static Collection<List<Account>> byKey(AccountSession session, List<Account> accounts) {
        return session.identity() == null
                ? List.of(accounts)
                : accounts.stream()
                        .collect(
                                Collectors.groupingBy(
                                        account ->
                                                account.connector()
                                                        + " "
                                                        + account.keyFingerprint(),
                                        LinkedHashMap::new,
                                        Collectors.toCollection(ArrayList::new)))
                        .values()
                        .stream()
                        .map(List::copyOf)
                        .toList();
    }

    private Optional<AccountKey> choice(Account first) {
        return connector(first)
                .flatMap(connector ->
                        links.open(first)
                                .map(key ->
                                        new AccountKey(
                                                first.id(),
                                                connector,
                                                LinkedKey.shown(connector, key.apiKey()),
                                                first.keyDeadSince())));
    }

    private Optional<Connector> connector(Account account) {
        return resources.get().connector(account.connector().value());
    }
}
