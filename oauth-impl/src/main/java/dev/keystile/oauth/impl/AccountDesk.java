package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.Event;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The account page: what a session opens, and what it does. */
record AccountDesk(
        AccountEntrance entrance,
        AccountSessions sessions,
        Repositories repositories,
        ConnectedClients connected,
        AccountEnding ending,
        KeyExchange exchange,
        AccountKeys keys,
        InstantSource clock)
        implements AccountAccess {
    private static final System.Logger LOG = System.getLogger(AccountDesk.class.getName());

    /** A session with its accounts as they are now, at least one. */
    private record Visit(Secret sealed, AccountSession session, List<Account> accounts) {
        private boolean keysLive() {
            return accounts.stream().allMatch(account -> account.keyDeadSince() == null);
        }

        /** A dead key proves nothing; an identity does, whatever became of the key. */
        boolean authority() {
            return session.identity() != null || (session.keyWorks() && keysLive());
        }
    }

    @Override
    public AccountSignIn signIn(Secret apiKey) {
        return entrance.signIn(apiKey);
    }

    @Override
    public AccountOutcome view(Secret session) {
        return visit(session)
                .<AccountOutcome>map(visit -> new AccountOutcome.Shown(view(visit)))
                .orElseGet(AccountOutcome.NoSession::new);
    }

    @Override
    public AccountOutcome take(Secret session, Secret page, AccountStep step) {
        return visit(session)
                .filter(_ -> AccountSessions.page(session).equals(page))
                .map(visit -> take(visit, step))
                .orElseGet(AccountOutcome.NoSession::new);
    }

    private Optional<Visit> visit(Secret sealed) {
        return sessions.open(sealed, clock.instant())
                .map(session -> new Visit(sealed, session, open(session)))
                .filter(visit -> !visit.accounts().isEmpty());
    }

    private List<Account> open(AccountSession session) {
        return session.accounts().stream()
                .flatMap(opened ->
                        repositories.accounts().find(opened.account()).stream()
                                .map(Repository.Held::value)
                                .filter(opened::opens))
                .filter(account -> connected.serves(account.connector()))
                .filter(account ->
                        session.identity() == null
                                || keys.links().links(account, session.identity()))
                .toList();
    }

    private AccountOutcome take(Visit visit, AccountStep step) {
        return switch (step) {
            case AccountStep.Disconnect(GrantId grant) -> disconnect(visit, grant);
            case AccountStep.DisconnectAll() -> disconnectAll(visit);
            case AccountStep.ChooseTools _,
                    AccountStep.ReplaceKey _,
                    AccountStep.Unlink _,
                    AccountStep.Delete _
                    when !visit.authority() ->
                    new AccountOutcome.KeyDead(view(visit));
            case AccountStep.ChooseTools(GrantId grant, ToolPolicy tools) ->
                    choose(visit, grant, tools);
            case AccountStep.ReplaceKey(Secret apiKey, String key) -> replace(visit, apiKey, key);
            case AccountStep.Unlink(String identity) -> unlink(visit, identity);
            case AccountStep.Delete() -> delete(visit);
        };
    }

    private AccountOutcome disconnect(Visit visit, GrantId grant) {
        if (theirs(visit, grant)) {
            ending.disconnect(grant.value(), clock.instant());
            LOG.log(System.Logger.Level.INFO, "account.disconnected grant={0}", grant);
        }
        return new AccountOutcome.Done();
    }

    private AccountOutcome disconnectAll(Visit visit) {
        Instant now = clock.instant();
        visit.accounts().forEach(account -> ending.disconnectAll(account, now));
        tell("account.disconnected-all", visit);
        return new AccountOutcome.Ended();
    }

    private AccountOutcome delete(Visit visit) {
        Instant now = clock.instant();
        visit.accounts().forEach(account -> ending.delete(account, now));
        tell("account.deleted", visit);
        return new AccountOutcome.Ended();
    }

    private AccountOutcome choose(Visit visit, GrantId grant, ToolPolicy tools) {
        if (theirs(visit, grant)) {
            repositories
                    .grants()
                    .update(
                            grant.value(),
                            found -> new Repository.Decision.Amend<>(found.with(tools), true));
            LOG.log(System.Logger.Level.INFO, "account.tools-chosen grant={0}", grant);
            ending.observer().note(new Event.ToolsChosen(grant, tools));
        }
        return new AccountOutcome.Done();
    }

    private AccountOutcome unlink(Visit visit, String id) {
        Instant now = clock.instant();
        for (Account account : visit.accounts()) {
            keys.links().open(account).stream()
                    .flatMap(key -> key.links().stream())
                    .map(LinkedKey.Link::identity)
                    .filter(identity -> keys.links().name(identity).equals(id))
                    .forEach(identity -> keys.links().unlink(account, identity, now));
        }
        return new AccountOutcome.Done();
    }

    private AccountOutcome replace(Visit visit, Secret typed, @Nullable String key) {
        Secret apiKey = Secret.of(typed.reveal().strip());
        List<Account> concerned = keys.concerned(visit.session(), visit.accounts(), key);
        if (concerned.isEmpty()) {
            return new AccountOutcome.KeyRefused(view(visit), KeyProblem.NO_CONNECTOR);
        }
        return switch (exchange.replace(concerned, apiKey)) {
            case KeyExchange.Outcome.Replaced() ->
                    goingOn(visit)
                            .<AccountOutcome>map(AccountOutcome.KeyReplaced::new)
                            .orElseGet(AccountOutcome.NoSession::new);
            case KeyExchange.Outcome.Refused(KeyProblem problem) ->
                    new AccountOutcome.KeyRefused(view(visit), problem);
            case KeyExchange.Outcome.TooMany(LimitDecision.Limited limit) ->
                    new AccountOutcome.TooMany(view(visit), limit);
        };
    }

    /**
     * The same session for the accounts as they are now, less those whose sessions were ended
     * meanwhile; empty when none is left. It ends when it would have.
     */
    private Optional<Secret> goingOn(Visit visit) {
        List<Account> now =
                visit.accounts().stream()
                        .flatMap(before ->
                                repositories.accounts().find(before.id()).stream()
                                        .map(Repository.Held::value)
                                        .filter(found -> found.epoch() == before.epoch()))
                        .toList();
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(sessions.seal(visit.session().goingOn(now)));
    }

    private boolean theirs(Visit visit, GrantId grant) {
        return repositories
                .grants()
                .find(grant.value())
                .filter(held ->
                        visit.accounts().stream()
                                .anyMatch(account -> account.id().equals(held.value().account())))
                .isPresent();
    }

    private AccountView view(Visit visit) {
        List<ConnectedClient> clients = connected.of(visit.accounts());
        return new AccountView(
                AccountSessions.page(visit.sealed()),
                visit.authority(),
                visit.accounts().stream()
                        .flatMap(account -> Stream.ofNullable(account.keyDeadSince()))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                clients,
                keys.choices(visit.session(), visit.accounts()),
                keys.identities(visit.accounts()));
    }

    private static void tell(String event, Visit visit) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} accounts={1}",
                event,
                Integer.toString(visit.accounts().size()));
    }
}
