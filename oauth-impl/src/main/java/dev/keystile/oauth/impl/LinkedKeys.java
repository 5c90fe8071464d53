package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Links API keys with identities. An account is found by an identity through an entry that is
 * written before it is linked; only what the account itself says counts.
 *
 * @param life as long as an account lives at most when nobody uses it
 */
record LinkedKeys(
        Repository<Account> accounts,
        Repository<KeyIndex> index,
        KeyFingerprints fingerprints,
        Sealer sealer,
        Duration life,
        Observer observer,
        SecureRandom random) {
    static LinkedKeys of(
            Repositories repositories,
            MasterSecret secret,
            Duration life,
            Observer observer,
            SecureRandom random) {
        return new LinkedKeys(
                repositories.accounts(),
                repositories.keyIndex(),
                KeyFingerprints.under(secret),
                new Sealer(secret, MasterSecret.Purpose.OUTER),
                life,
                observer,
                random);
    }

    private static final System.Logger LOG = System.getLogger(LinkedKeys.class.getName());

    /** An account and its key. */
    record Found(Account account, LinkedKey key) {
        boolean isOf(@Nullable UserId user) {
            return Objects.equals(account.subject().user(), user);
        }

        /** When it was linked with the identity. */
        Instant since(Identity identity) {
            return key.links().stream()
                    .filter(link -> link.identity().isSameAs(identity))
                    .map(LinkedKey.Link::since)
                    .findFirst()
                    .orElse(Instant.EPOCH);
        }
    }

    /** The accounts that are linked with an identity. */
    List<Found> of(Identity identity) {
        return fingerprints.ofIdentity(identity).stream()
                .flatMap(name -> index.find(name).stream())
                .flatMap(held -> held.value().accounts().values().stream())
                .distinct()
                .flatMap(id -> accounts.find(id).stream())
                .map(Repository.Held::value)
                .filter(account -> links(account, identity))
                .flatMap(account -> open(account).map(key -> new Found(account, key)).stream())
                .toList();
    }

    /** Names an identity on pages and in entries; reveals nothing of it. */
    String name(Identity identity) {
        return fingerprints.ofIdentity(identity).getFirst();
    }

    /** The key to use at a resource: that of its user first, one that works, the latest. */
    Optional<Found> serving(Identity identity, ProtectedResource resource) {
        return of(identity).stream()
                .filter(found -> found.account().connector().equals(resource.connector().id()))
                .max(
                        Comparator.comparing((Found found) -> found.isOf(resource.user()))
                                .thenComparing(found -> found.account().keyDeadSince() == null)
                                .thenComparing(found -> found.since(identity)));
    }

    /** Whether an identity may be used in place of the account's key. */
    boolean links(Account account, Identity identity) {
        KeyCopy copy = account.copy();
        return copy != null
                && fingerprints.ofIdentity(identity).stream().anyMatch(copy.identities()::contains);
    }

    /** The key of an account that is linked; empty for others, and under an unknown secret. */
    Optional<LinkedKey> open(Account account) {
        return Optional.ofNullable(account.copy())
                .flatMap(copy -> sealer.open(copy.sealed(), context(account.id())))
                .map(LinkedKey::read);
    }

    /** Links an account with an identity; no effect when it is gone or has another key now. */
    void link(Account account, Secret apiKey, Identity identity, Instant now) {
        enter(account.id(), identity, now);
        Optional<Boolean> linked =
                accounts.update(
                        account.id(),
                        found ->
                                found.keyFingerprint().equals(account.keyFingerprint())
                                        ? amend(found, keyOf(found, apiKey).with(identity, now))
                                        : new Repository.Decision.Leave<>(false));
        if (linked.orElse(false)) {
            LOG.log(System.Logger.Level.INFO, "identity.linked account={0}", account.id());
            observer.note(
                    new Event.IdentityLinked(account.connector(), new AccountId(account.id())));
        }
    }

    /** Ends it; with the last identity the copy of the key goes. */
    void unlink(Account account, Identity identity, Instant now) {
        Optional<Boolean> unlinked =
                accounts.update(
                        account.id(),
                        found ->
                                open(found)
                                        .filter(key -> key.has(identity))
                                        .map(key -> amend(found, key.without(identity)))
                                        .orElseGet(() -> new Repository.Decision.Leave<>(false)));
        leave(account, identity, now);
        if (unlinked.orElse(false)) {
            LOG.log(System.Logger.Level.INFO, "identity.unlinked account={0}", account.id());
            observer.note(
                    new Event.IdentityUnlinked(account.connector(), new AccountId(account.id())));
        }
    }

    /** Takes an account that is about to be removed out of all entries. */
    void forget(Account account, Instant now) {
        open(account)
                .ifPresent(
                        key -> key.links().forEach(link -> leave(account, link.identity(), now)));
    }

    /** The account with its copy of another key, when it has one. */
    Account rekeyed(Account account, Secret apiKey) {
        return open(account)
                .map(key -> account.with(copy(account.id(), key.of(apiKey))))
                .orElse(account);
    }

    /** Keeps the entries of an account alive with it. */
    void keep(Account account, Instant now) {
        KeyCopy copy = account.copy();
        if (copy != null) {
            copy.identities().stream()
                    .flatMap(name -> index.find(name).stream())
                    .forEach(held -> index.keep(held, now, life));
        }
    }

    /** Whether copies may lie under a replaced secret. */
    boolean mayBeStale() {
        return sealer.mayBeStale();
    }

    /** Seals a copy anew that lies under a replaced secret; whether it did. */
    boolean renew(String id, Instant now) {
        Optional<Account> stale =
                accounts.find(id).map(Repository.Held::value).filter(this::isStale);
        stale.flatMap(this::open)
                .ifPresent(key -> {
                    key.links().forEach(link -> enter(id, link.identity(), now));
                    accounts.update(
                            id,
                            found ->
                                    open(found)
                                            .map(current -> amend(found, current))
                                            .orElseGet(
                                                    () -> new Repository.Decision.Leave<>(false)));
                });
        return stale.isPresent();
    }

    private boolean isStale(Account account) {
        KeyCopy copy = account.copy();
        return copy != null && !sealer.current(copy.sealed());
    }

    private LinkedKey keyOf(Account account, Secret apiKey) {
        return open(account).map(key -> key.of(apiKey)).orElse(new LinkedKey(apiKey, List.of()));
    }

    private Repository.Decision<Account, Boolean> amend(Account account, LinkedKey key) {
        return new Repository.Decision.Amend<>(account.with(copy(account.id(), key)), true);
    }

    private @Nullable KeyCopy copy(String account, LinkedKey key) {
        return key.links().isEmpty()
                ? null
                : new KeyCopy(
                        key.links().stream()
                                .map(link -> name(link.identity()))
                                .collect(Collectors.toSet()),
                        sealer.seal(key.write(), context(account), random));
    }

    private void enter(String account, Identity identity, Instant now) {
        KeyIndex alone = new KeyIndex(Map.of(account, account));
        index.put(
                name(identity),
                new Repository.Decision.Write<>(alone, now.plus(life), true),
                others ->
                        new Repository.Decision.Write<>(
                                others.with(account, account), now.plus(life), true));
    }

    private void leave(Account account, Identity identity, Instant now) {
        fingerprints
                .ofIdentity(identity)
                .forEach(name -> index.update(name, others -> others.without(account.id(), now)));
    }

    private static String context(String account) {
        return "account " + account + " linked key";
    }
}
