package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds or opens the account of an API key and a subject, and keeps the records that a grant rests
 * on alive.
 */
final class Accounts {
    private final Repository<Account> accounts;
    private final Repository<KeyIndex> index;
    private final byte[] fingerprintKey;
    private final Duration life;
    private final SecureRandom random;

    /**
     * {@code life}: how long accounts live past their last use; at least twice a refresh token's
     * life.
     */
    Accounts(
            Repository<Account> accounts,
            Repository<KeyIndex> index,
            MasterSecret secret,
            Duration life,
            SecureRandom random) {
        this.accounts = accounts;
        this.index = index;
        this.fingerprintKey = secret.key(MasterSecret.Purpose.FINGERPRINT);
        this.life = life;
        this.random = random;
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
        String fingerprint = fingerprint(resource.connector(), apiKey);
        Account.Subject subject = subject(resource, owner);
        String indexId = indexId(resource.connector().id().value(), fingerprint);
        return indexed(indexId, subject)
                .orElseGet(() -> open(resource.connector(), indexId, fingerprint, subject, now));
    }

    /** Keeps an account and the index of its key alive while grants use them. */
    void keep(Repository.Held<Account> held, Instant now) {
        if (accounts.keep(held, now, life)) {
            Account account = held.value();
            index.find(indexId(account.connector().value(), account.keyFingerprint()))
                    .ifPresent(heldIndex -> index.keep(heldIndex, now, life));
        }
    }

    private Optional<Account> indexed(String indexId, Account.Subject subject) {
        return index.find(indexId)
                .map(held -> held.value().accounts().get(subject.distinguisher()))
                .flatMap(accounts::find)
                .map(Repository.Held::value);
    }

    private Account open(
            Connector connector,
            String indexId,
            String fingerprint,
            Account.Subject subject,
            Instant now) {
        String id = Base64Url.encode(Crypto.random(random, 16));
        Account account = new Account(id, connector.id(), subject, fingerprint, 0, null, now);
        if (!accounts.insert(id, account, now.plus(life))) {
            throw new IllegalStateException("a random account id was drawn twice");
        }
        String winner = enter(indexId, subject, id, now);
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
    private String enter(String indexId, Account.Subject subject, String accountId, Instant now) {
        KeyIndex first = new KeyIndex(Map.of(subject.distinguisher(), accountId));
        if (index.insert(indexId, first, now.plus(life))) {
            return accountId;
        }
        return index.update(
                        indexId,
                        existing -> entered(existing, subject.distinguisher(), accountId, now))
                .orElseGet(() -> enter(indexId, subject, accountId, now));
    }

    private Repository.Decision<KeyIndex, String> entered(
            KeyIndex existing, String distinguisher, String accountId, Instant now) {
        String present = existing.accounts().get(distinguisher);
        return present != null && accounts.find(present).isPresent()
                ? new Repository.Decision.Leave<>(present)
                : new Repository.Decision.Write<>(
                        existing.with(distinguisher, accountId), now.plus(life), accountId);
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
            case UserIdTrust.CLAIMED -> new Account.Subject.Claimed(user);
        };
    }

    private String fingerprint(Connector connector, Secret apiKey) {
        return Base64Url.encode(
                Crypto.hmac(
                        fingerprintKey,
                        Crypto.utf8(connector.id().value() + "\n" + apiKey.reveal())));
    }

    private static String indexId(String connector, String fingerprint) {
        return connector + "/" + fingerprint;
    }
}
