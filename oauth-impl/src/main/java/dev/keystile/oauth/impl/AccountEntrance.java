package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Identity;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lets people in who have a key that clients are connected with. A key of nobody's is sent nowhere,
 * so this tells no stranger which keys work.
 */
record AccountEntrance(
        Supplier<ProtectedResources> resources,
        KeyMarks marks,
        ApiKeyVerifier verifier,
        KeyRates rates,
        AccountSessions sessions,
        LinkedKeys links,
        InstantSource clock) {
    private static final System.Logger LOG = System.getLogger(AccountEntrance.class.getName());

    /** To what grants live on. */
    static AccountEntrance of(
            GrantLife life, KeyWatch keys, KeyRates rates, AccountSessions sessions) {
        return new AccountEntrance(
                life.resources(),
                keys.marks(),
                keys.verifier(),
                rates,
                sessions,
                life.accounts().links(),
                life.clock());
    }

    /** Accounts of a key that one question to the upstream speaks for. */
    private record Group(Connector connector, List<Account> accounts) {
        @Nullable UserId user() {
            return accounts.getFirst().subject().user();
        }

        Group of(@Nullable UserId owner) {
            return new Group(
                    connector,
                    accounts.stream().filter(account -> !account.subject().isNot(owner)).toList());
        }
    }

    /** What the upstreams said of a key. */
    private record Answers(List<Account> living, List<Account> dead, boolean unavailable) {
        Answers() {
            this(new ArrayList<>(), new ArrayList<>(), false);
        }

        Answers away() {
            return new Answers(living, dead, true);
        }
    }

    AccountSignIn signIn(Secret typed) {
        return signIn(typed, null);
    }

    /** The same, and from now on the identity serves in place of the key, if that works. */
    AccountSignIn link(Identity identity, Secret typed) {
        return signIn(typed, identity);
    }

    /** A session of what is linked with an identity; empty when nothing is. */
    Optional<Secret> enter(Identity identity) {
        List<Account> accounts = linked(identity);
        return accounts.isEmpty() ? Optional.empty() : Optional.of(seal(accounts, identity));
    }

    private List<Account> linked(Identity identity) {
        return links.of(identity).stream()
                .map(LinkedKeys.Found::account)
                .filter(account ->
                        resources.get().connector(account.connector().value()).isPresent())
                .toList();
    }

    private AccountSignIn signIn(Secret typed, @Nullable Identity identity) {
        AccountSignIn outcome = outcome(typed, identity);
        switch (outcome) {
            case AccountSignIn.Opened _ -> {}
            case AccountSignIn.NothingConnected _ ->
                    LOG.log(System.Logger.Level.INFO, "account.refused reason=NOTHING_CONNECTED");
            case AccountSignIn.Refused(KeyProblem problem) ->
                    LOG.log(System.Logger.Level.INFO, "account.refused reason={0}", problem);
            case AccountSignIn.TooMany(LimitDecision.Limited limit) ->
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "account.too-many rule={0}",
                            limit.rule().text());
        }
        return outcome;
    }

    private AccountSignIn outcome(Secret typed, @Nullable Identity identity) {
        Secret apiKey = Secret.of(typed.reveal().strip());
        List<Connector> fitting =
                resources.get().connectors().stream().filter(one -> one.fits(apiKey)).toList();
        if (fitting.isEmpty()) {
            return new AccountSignIn.Refused(KeyProblem.MALFORMED);
        }
        Optional<LimitDecision.Limited> limit = rates.tooMany(fitting, apiKey);
        return limit.isPresent()
                ? new AccountSignIn.TooMany(limit.get())
                : open(ask(groups(fitting, apiKey), apiKey), apiKey, identity);
    }

    private List<Group> groups(List<Connector> connectors, Secret apiKey) {
        return connectors.stream()
                .flatMap(connector ->
                        groups(connector, marks.accounts(connector.id(), apiKey)).stream())
                .toList();
    }

    /** A key that works for one user need not work for another where the upstream checks that. */
    private static List<Group> groups(Connector connector, List<Account> accounts) {
        Collection<List<Account>> parts =
                accounts.stream()
                        .sorted(Comparator.comparing(Account::createdAt))
                        .collect(
                                Collectors.groupingBy(account ->
                                        connector.userIdTrust() == UserIdTrust.CHECKED_BY_UPSTREAM
                                                ? account.subject().value()
                                                : ""))
                        .values();
        return parts.stream().map(part -> new Group(connector, part)).toList();
    }

    private Answers ask(List<Group> groups, Secret apiKey) {
        Answers answers = new Answers();
        for (Group group : groups) {
            switch (verifier.verify(group.connector(), apiKey, group.user())) {
                case KeyCheck.Accepted accepted ->
                        answers.living().addAll(group.of(accepted.owner()).accounts());
                case KeyCheck.Rejected _ -> answers.dead().addAll(group.accounts());
                case KeyCheck.Unavailable(String detail) -> {
                    UncheckedKey.tell(group.connector(), detail);
                    answers = answers.away();
                }
            }
        }
        return answers;
    }

    private AccountSignIn open(Answers answers, Secret apiKey, @Nullable Identity identity) {
        if (!answers.living().isEmpty()) {
            return identity == null
                    ? open(answers.living(), true)
                    : link(answers.living(), apiKey, identity);
        }
        if (answers.unavailable()) {
            return new AccountSignIn.Refused(KeyProblem.UNAVAILABLE);
        }
        if (answers.dead().isEmpty()) {
            return new AccountSignIn.NothingConnected();
        }
        return identity == null
                ? open(answers.dead(), false)
                : new AccountSignIn.Refused(KeyProblem.REJECTED);
    }

    private AccountSignIn link(List<Account> accounts, Secret apiKey, Identity identity) {
        Instant now = clock.instant();
        accounts.forEach(account -> links.link(account, apiKey, identity, now));
        return new AccountSignIn.Opened(seal(linked(identity), identity));
    }

    private Secret seal(List<Account> accounts, Identity identity) {
        tellOpened(accounts, "linked");
        return sessions.seal(
                AccountSession.of(accounts, identity, clock.instant().plus(AccountSessions.LIFE)));
    }

    private AccountSignIn open(List<Account> accounts, boolean keyWorks) {
        tellOpened(accounts, keyWorks ? "alive" : "dead");
        // Read after the upstream was asked, and as the accounts are: it took its time.
        return new AccountSignIn.Opened(
                sessions.seal(
                        AccountSession.of(
                                accounts, keyWorks, clock.instant().plus(AccountSessions.LIFE))));
    }

    private static void tellOpened(List<Account> accounts, String key) {
        LOG.log(
                System.Logger.Level.INFO,
                "account.opened accounts={0} key={1}",
                Integer.toString(accounts.size()),
                key);
    }
}
