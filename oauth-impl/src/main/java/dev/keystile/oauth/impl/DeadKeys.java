package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds an owner's accounts whose key is dead, for when the owner comes with another key. They are
 * entered as they die, so that accounts whose key works cost nothing. An entry proves nothing: it
 * may name an account that lives again, was never marked, or is gone, and is checked when read.
 *
 * @param life as long as an account lives at most when nobody uses it
 */
record DeadKeys(
        Repository<Account> accounts,
        Repository<KeyIndex> index,
        KeyFingerprints fingerprints,
        Duration life) {
    /** For one owner at one connector; of more those that died last are kept. */
    static final int MOST = 16;

    private static final Comparator<Account> LAST_DEAD_FIRST =
            Comparator.comparing(Account::keyDeadSince, Comparator.nullsFirst(Instant::compareTo))
                    .reversed();

    static DeadKeys of(Repositories repositories, MasterSecret secret, Duration life) {
        return new DeadKeys(
                repositories.accounts(),
                repositories.keyIndex(),
                KeyFingerprints.under(secret),
                life);
    }

    /** Enters an account that is about to be marked; no effect when its owner is unproven. */
    void enter(Account account, Instant now) {
        if (account.subject() instanceof Account.Subject.Proven(UserId owner)) {
            KeyIndex alone = new KeyIndex(Map.of(account.id(), account.id()));
            index.put(
                    fingerprints.ofOwner(account.connector(), owner).getFirst(),
                    new Repository.Decision.Write<>(alone, now.plus(life), true),
                    others ->
                            new Repository.Decision.Write<>(
                                    room(others).with(account.id(), account.id()),
                                    now.plus(life),
                                    true));
        }
    }

    /** Takes an account out that is about to be removed. */
    void forget(Account account, Instant now) {
        if (account.subject() instanceof Account.Subject.Proven(UserId owner)) {
            fingerprints
                    .ofOwner(account.connector(), owner)
                    .forEach(id -> index.update(id, others -> others.without(account.id(), now)));
        }
    }

    /** Nothing is dropped before there are too many: another node may be about to mark it. */
    private KeyIndex room(KeyIndex others) {
        return others.accounts().size() < MOST ? others : others.only(lastDead(others)::contains);
    }

    private Set<String> lastDead(KeyIndex named) {
        return dead(named.accounts().values().stream())
                .sorted(LAST_DEAD_FIRST)
                .limit(MOST - 1)
                .map(Account::id)
                .collect(Collectors.toSet());
    }

    /** The owner's accounts at a connector that are dead, and not because of this very key. */
    List<Account> of(ConnectorId connector, UserId owner, Secret apiKey) {
        List<String> own = fingerprints.of(connector, apiKey);
        var subject = new Account.Subject.Proven(owner);
        return dead(named(connector, owner))
                .filter(account -> account.connector().equals(connector))
                .filter(account -> account.subject().equals(subject))
                .filter(account -> !own.contains(account.keyFingerprint()))
                .toList();
    }

    private Stream<String> named(ConnectorId connector, UserId owner) {
        return fingerprints.ofOwner(connector, owner).stream()
                .flatMap(id -> index.find(id).stream())
                .flatMap(held -> held.value().accounts().values().stream())
                .distinct();
    }

    private Stream<Account> dead(Stream<String> ids) {
        return ids.flatMap(id -> accounts.find(id).stream())
                .map(Repository.Held::value)
                .filter(account -> account.keyDeadSince() != null);
    }
}
