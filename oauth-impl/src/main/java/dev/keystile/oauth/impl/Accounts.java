package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds or opens the account of an API key and a subject, and keeps the records that a grant rests
 * on alive.
 */
final class Accounts {
    /** From so many grants on, those that are gone are no longer noted. */
    private static final int MANY_GRANTS = 32;

    private static final int ID_BYTES = 16;

    private final Repository<Account> accounts;
    private final Repository<KeyIndex> index;
    private final Repository<Grant> grants;
    private final KeyFingerprints fingerprints;
    private final LinkedKeys links;
    private final Duration life;
    private final SecureRandom random;

    /**
     * {@code life}: how long accounts live past their last use; at least twice a refresh token's
     * life.
     */
    Accounts(
            Repositories repositories,
            MasterSecret secret,
            Duration life,
            Observer observer,
            SecureRandom random) {
        this.accounts = repositories.accounts();
        this.index = repositories.keyIndex();
        this.grants = repositories.grants();
        this.fingerprints = KeyFingerprints.under(secret);
        this.links = LinkedKeys.of(repositories, secret, life, observer, random);
        this.life = life;
        this.random = random;
    }

    /** The identities that may be used in place of accounts' keys. */
    LinkedKeys links() {
        return links;
    }

    /** The account as the store has it now. */
    Optional<Repository.Held<Account>> find(String id) {
        return accounts.find(id);
    }

    /**
     * The account of a key that was just accepted at a resource; opened when there is none. Of two
     * nodes that open one at the same time one wins and both use it.
     *
     * @param owner whom the upstream named; null when it named nobody
     */
    Account obtain(ProtectedResource resource, Secret apiKey, @Nullable UserId owner, Instant now) {
        ConnectorId connector = resource.connector().id();
        List<String> known = fingerprints.of(connector, apiKey);
        Account.Subject subject = subject(resource, owner);
        return known(known.getFirst(), subject)
                .or(() -> moved(known, subject, now))
                .orElseGet(() -> open(connector, known.getFirst(), subject, now));
    }

    /** Keeps an account and the index of its key alive while used. */
    void keep(Repository.Held<Account> held, Instant now) {
        if (accounts.keep(held, now, life)) {
            Account account = held.value();
            index.find(account.keyFingerprint())
                    .ifPresent(heldIndex -> index.keep(heldIndex, now, life));
            links.keep(account, now);
        }
    }

    /** Notes a grant of an account, before the grant itself is written. */
    void note(String account, GrantId grant) {
        accounts.update(
                account,
                found -> new Repository.Decision.Amend<>(found.with(grant, wanted(found)), true));
    }

    /** Leaves those out that are gone, once there are many. */
    private Predicate<String> wanted(Account account) {
        return account.grants().size() < MANY_GRANTS
                ? _ -> true
                : grant -> grants.find(grant).isPresent();
    }

    /** The ids of an account's grants; some may be gone. */
    Set<String> grants(String account) {
        return find(account).map(held -> held.value().grants()).orElse(Set.of());
    }

    /** Lets an account be found by another API key, which works. */
    void rekey(Account account, Secret apiKey, Instant now) {
        String fingerprint = fingerprints.of(account.connector(), apiKey).getFirst();
        enter(fingerprint, account.subject(), account.id(), now);
        enter(fingerprint, account.id(), now);
        accounts.update(
                account.id(),
                found -> knownBy(links.rekeyed(found, apiKey).alive(), fingerprint, now));
    }

    /** Whether an account has got another key than this one. */
    boolean isOfAnother(Account account, Secret apiKey) {
        return !fingerprints.of(account.connector(), apiKey).contains(account.keyFingerprint());
    }

    /** Removes an account, after it was taken out of all by which it is found. */
    void remove(Account account, Instant now) {
        links.forget(account, now);
        index.update(account.keyFingerprint(), named -> named.without(account.id(), now));
        accounts.remove(account.id());
    }

    /** An account that is known by a fingerprint of before the operator replaced the secret. */
    private Optional<Account> moved(List<String> known, Account.Subject subject, Instant now) {
        String current = known.getFirst();
        return known.stream()
                .skip(1)
                .flatMap(before -> known(before, subject).stream())
                .findFirst()
                .flatMap(account -> {
                    String winner = enter(current, subject, account.id(), now);
                    return accounts.update(winner, found -> knownBy(found, current, now));
                });
    }

    private Repository.Decision<Account, Account> knownBy(
            Account account, String fingerprint, Instant now) {
        Account next = account.withFingerprint(fingerprint);
        return new Repository.Decision.Write<>(next, now.plus(life), next);
    }

    /** The account that stands under the fingerprint itself, or is in the index of the key. */
    private Optional<Account> known(String fingerprint, Account.Subject subject) {
        return accounts.find(fingerprint)
                .map(Repository.Held::value)
                .filter(first -> first.isOf(fingerprint, subject))
                .or(() -> indexed(fingerprint, subject));
    }

    private Optional<Account> indexed(String fingerprint, Account.Subject subject) {
        return index.find(fingerprint)
                .flatMap(held -> existing(held.value(), fingerprint, subject));
    }

    /** An index goes on naming accounts that have got another key since. */
    private Optional<Account> existing(
            KeyIndex named, String fingerprint, Account.Subject subject) {
        return Optional.ofNullable(named.accounts().get(subject.distinguisher()))
                .flatMap(accounts::find)
                .map(Repository.Held::value)
                .filter(account -> account.isOf(fingerprint, subject));
    }

    private Account open(
            ConnectorId connector, String fingerprint, Account.Subject subject, Instant now) {
        Account first = Account.open(fingerprint, connector, subject, fingerprint, now);
        return accounts.insert(fingerprint, first, now.plus(life))
                ? first
                : known(fingerprint, subject)
                        .orElseGet(() -> openAnother(connector, fingerprint, subject, now));
    }

    private Account openAnother(
            ConnectorId connector, String fingerprint, Account.Subject subject, Instant now) {
        String id = Base64Url.encode(Crypto.random(random, ID_BYTES));
        Account account = Account.open(id, connector, subject, fingerprint, now);
        if (!accounts.insert(id, account, now.plus(life))) {
            throw new IllegalStateException("a random account id was drawn twice");
        }
        String winner = enter(fingerprint, subject, id, now);
        if (winner.equals(id)) {
            return account;
        }
        accounts.remove(id);
        return accounts.find(winner)
                .map(Repository.Held::value)
                .orElseThrow(() ->
                        new StoreUnavailableException("an account ended as it was opened", null));
    }

    /** Enters an account into the index of its key; returns the id that stands there afterwards. */
    private String enter(
            String fingerprint, Account.Subject subject, String accountId, Instant now) {
        KeyIndex first = new KeyIndex(Map.of(subject.distinguisher(), accountId));
        return index.put(
                fingerprint,
                new Repository.Decision.Write<>(first, now.plus(life), accountId),
                existing -> entered(existing, fingerprint, subject, accountId, now));
    }

    private Repository.Decision<KeyIndex, String> entered(
            KeyIndex existing,
            String fingerprint,
            Account.Subject subject,
            String accountId,
            Instant now) {
        return existing(existing, fingerprint, subject)
                .<Repository.Decision<KeyIndex, String>>map(
                        present -> new Repository.Decision.Leave<>(present.id()))
                .orElseGet(() -> added(existing, subject.distinguisher(), accountId, now));
    }

    /**
     * Enters an account under its own id, too: its subject may have another account of this key,
     * and all of them have to die with it.
     */
    private void enter(String fingerprint, String accountId, Instant now) {
        KeyIndex first = new KeyIndex(Map.of(accountId, accountId));
        index.put(
                fingerprint,
                new Repository.Decision.Write<>(first, now.plus(life), accountId),
                existing -> added(existing, accountId, accountId, now));
    }

    private Repository.Decision<KeyIndex, String> added(
            KeyIndex existing, String name, String accountId, Instant now) {
        return new Repository.Decision.Write<>(
                existing.with(name, accountId), now.plus(life), accountId);
    }

    private Account.Subject subject(ProtectedResource resource, @Nullable UserId owner) {
        if (owner != null) {
            return new Account.Subject.Proven(owner);
        }
        UserId user = resource.user();
        if (user == null) {
            return new Account.Subject.Pseudonym(Base64Url.encode(Crypto.random(random, 16)));
        }
        return switch (resource.connector().userIdTrust()) {
            case UserIdTrust.CHECKED_BY_UPSTREAM -> new Account.Subject.Proven(user);
            // Whoever was named would be the owner; nobody was.
            case UserIdTrust.CLAIMED, UserIdTrust.NAMED_BY_UPSTREAM ->
                    new Account.Subject.Claimed(user);
        };
    }
}
