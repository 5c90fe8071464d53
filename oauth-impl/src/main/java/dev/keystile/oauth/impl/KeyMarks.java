package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Marks all accounts of an API key as dead, and as alive again. One compare-and-set for each. */
record KeyMarks(
        Repository<Account> accounts,
        Repository<KeyIndex> index,
        KeyFingerprints fingerprints,
        DeadKeys dead) {

    /** The name of a key, by which refusals of it are counted. */
    String keyId(ConnectorId connector, Secret apiKey) {
        return KeyFingerprints.keyId(connector, fingerprints.of(connector, apiKey).getFirst());
    }

    /** Whether this is the key of the account. */
    boolean fits(Account account, Secret apiKey) {
        return fingerprints.of(account.connector(), apiKey).contains(account.keyFingerprint());
    }

    /**
     * The ids of the accounts that died by this.
     *
     * @param owner whose key it is now: it is dead for everybody else; null when it is for all
     */
    Set<String> kill(ConnectorId connector, Secret apiKey, @Nullable UserId owner, Instant now) {
        Predicate<Account> concerned =
                account ->
                        account.keyDeadSince() == null
                                && fits(account, apiKey)
                                && (owner == null || account.subject().isNot(owner));
        List<String> ids = of(connector, apiKey).toList();
        enter(ids, concerned, now);
        return change(ids.stream(), concerned, account -> account.dead(now));
    }

    /** Before they are marked, so that none that is marked is missing. */
    private void enter(List<String> ids, Predicate<Account> concerned, Instant now) {
        ids.stream()
                .flatMap(id -> accounts.find(id).stream())
                .map(Repository.Held::value)
                .filter(concerned)
                .forEach(account -> dead.enter(account, now));
    }

    /**
     * The ids of the accounts that came back by this.
     *
     * @param owner whose key it is: it works for nobody else; null when the upstream named nobody
     */
    Set<String> revive(ConnectorId connector, Secret apiKey, @Nullable UserId owner) {
        return change(
                of(connector, apiKey),
                account ->
                        account.keyDeadSince() != null
                                && fits(account, apiKey)
                                && !account.subject().isNot(owner),
                Account::alive);
    }

    /** The same for accounts by their ids. */
    Set<String> revive(Set<String> ids) {
        return change(ids.stream(), account -> account.keyDeadSince() != null, Account::alive);
    }

    /** The accounts of a key. */
    List<Account> accounts(ConnectorId connector, Secret apiKey) {
        return of(connector, apiKey)
                .flatMap(id -> accounts.find(id).stream())
                .map(Repository.Held::value)
                .filter(account -> fits(account, apiKey))
                .toList();
    }

    /** An index goes on naming accounts that have got another key since. */
    private Stream<String> of(ConnectorId connector, Secret apiKey) {
        return fingerprints.of(connector, apiKey).stream().flatMap(this::under).distinct();
    }

    /** The account that may stand under a fingerprint itself, and those of its index. */
    private Stream<String> under(String fingerprint) {
        return Stream.concat(
                Stream.of(fingerprint),
                index.find(fingerprint).stream()
                        .flatMap(held -> held.value().accounts().values().stream()));
    }

    private Set<String> change(
            Stream<String> ids, Predicate<Account> concerned, UnaryOperator<Account> next) {
        List<String> snapshot = ids.toList();
        return snapshot.stream()
                .filter(id ->
                        accounts.update(id, account -> decide(account, concerned, next))
                                .orElse(false))
                .collect(Collectors.toSet());
    }

    private static Repository.Decision<Account, Boolean> decide(
            Account account, Predicate<Account> concerned, UnaryOperator<Account> next) {
        return concerned.test(account)
                ? new Repository.Decision.Amend<>(next.apply(account), true)
                : new Repository.Decision.Leave<>(false);
    }
}
