package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.LimitRule;
import dev.keystile.oauth.api.Quota;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a person sees of their connections, and does about them. */
class AccountDeskTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final Secret NEXT = Secret.of("jean_sk_the_next_key");
    private static final Secret OTHERS = Secret.of("jean_sk_of_somebody_else");

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final AccountAccess access = gateway.server.accountAccess();
    private final AccountVisitor visitor = new AccountVisitor(access);
    private final KeyedClients.Connected one = clients.connect(KEY);

    private void assertOver(KeyedClients.Connected connected, BearerProblem problem) {
        assertThat(clients.check(connected)).isEqualTo(new BearerCheck.Refused(problem));
    }

    private ToolPolicy tools(KeyedClients.Connected connected) {
        return ((BearerCheck.Allowed) clients.check(connected)).access().tools();
    }

    @Test
    @DisplayName("AS-U-10: whoever has the key sees the clients that are connected with it")
    void aKeyOpensWhatIsConnectedWithIt() {
        gateway.clock.forward(Duration.ofMinutes(1));
        var jane = clients.connect(KEY, gateway.personal("jane"));
        clients.connect(OTHERS);

        AccountView view = visitor.view(visitor.signIn(Secret.of(" " + KEY.reveal() + "\n")));

        assertThat(view.authority()).isTrue();
        assertThat(view.deadSince()).isNull();
        assertThat(view.clients())
                .extracting(ConnectedClient::grant)
                .containsExactly(jane.access().grant(), one.access().grant());
        ConnectedClient first = view.clients().getLast();
        assertThat(first.since()).isEqualTo(MovedClock.START);
        assertThat(first.who().clientName()).isEqualTo("Test client");
        assertThat(first.who().loopback()).isTrue();
        assertThat(first.who().resource()).isEqualTo(gateway.resources.shared());
        assertThat(first.tools()).isEqualTo(new ToolPolicy.Everything());
    }

    @Test
    void aKeyThatNothingIsConnectedWithIsSentNowhere() {
        gateway.verifier.questions.clear();

        assertThat(access.signIn(NEXT)).isEqualTo(new AccountSignIn.NothingConnected());
        assertThat(access.signIn(Secret.of("no key")))
                .isEqualTo(new AccountSignIn.Refused(KeyProblem.MALFORMED));

        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aKeyThatCannotBeCheckedOpensNothing() {
        gateway.verifier.answer = new KeyCheck.Unavailable("down");

        assertThat(access.signIn(KEY)).isEqualTo(new AccountSignIn.Refused(KeyProblem.UNAVAILABLE));
    }

    @Test
    void keysAreCountedByTheirFingerprintBeforeTheyAreChecked() {
        List<Charge> charged = new ArrayList<>();
        var limited =
                new LimitDecision.Limited(
                        LimitRule.KEY_FINGERPRINT,
                        new Quota(30, Duration.ofMinutes(10)),
                        Duration.ofSeconds(20));
        Secret session = visitor.signIn(KEY);
        gateway.verifier.questions.clear();
        gateway.rates =
                charges -> {
                    charged.addAll(charges);
                    return limited;
                };

        assertThat(access.signIn(KEY)).isEqualTo(new AccountSignIn.TooMany(limited));
        assertThat(visitor.take(session, new AccountStep.ReplaceKey(NEXT, null)))
                .isEqualTo(new AccountOutcome.TooMany(visitor.view(session), limited));

        assertThat(charged).extracting(Charge::rule).containsOnly(LimitRule.KEY_FINGERPRINT);
        assertThat(charged).extracting(Charge::key).doesNotHaveDuplicates().hasSize(2);
        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aSessionEndsAfterFifteenMinutesToTheVeryInstant() {
        Secret session = visitor.signIn(KEY);
        Secret page = visitor.view(session).page();
        Instant opened = gateway.clock.instant();

        gateway.clock.set(opened.plus(AccountSessions.LIFE).minusMillis(1));
        visitor.view(session);
        gateway.clock.set(opened.plus(AccountSessions.LIFE));

        assertThat(access.view(session)).isEqualTo(new AccountOutcome.NoSession());
        assertThat(access.take(session, page, new AccountStep.Delete()))
                .isEqualTo(new AccountOutcome.NoSession());
        clients.assertAlive(one);
    }

    @Test
    void aSessionEndsWithTheEpoch() {
        Secret session = visitor.signIn(KEY);

        gateway.disconnect();

        assertThat(access.view(session)).isEqualTo(new AccountOutcome.NoSession());
    }

    @Test
    void noOtherSealedValueIsASession() {
        Secret session = visitor.signIn(KEY);
        var elsewhere = new InMemoryServer(2);
        Secret page = gateway.ask(gateway.authorization(clients.client)).prompt().transaction();

        for (Secret no :
                List.of(
                        Secret.of(""),
                        Secret.of(session.reveal().substring(1)),
                        Secret.of(session.reveal() + "A"),
                        page)) {
            assertThat(access.view(no)).isEqualTo(new AccountOutcome.NoSession());
        }
        assertThat(elsewhere.server.accountAccess().view(session))
                .isEqualTo(new AccountOutcome.NoSession());
    }

    @Test
    void aPageDoesNothingInAnotherBrowsersSession() {
        clients.connect(OTHERS);
        Secret theirs = visitor.signIn(OTHERS);
        Secret mine = visitor.signIn(KEY);

        assertThat(access.take(mine, visitor.view(theirs).page(), new AccountStep.DisconnectAll()))
                .isEqualTo(new AccountOutcome.NoSession());

        clients.assertAlive(one);
    }

    @Test
    void nobodysConnectionsButOnesOwnCanBeTouched() {
        clients.connect(OTHERS);
        Secret theirs = visitor.signIn(OTHERS);

        visitor.take(theirs, new AccountStep.Disconnect(one.access().grant()));
        visitor.take(
                theirs,
                new AccountStep.ChooseTools(one.access().grant(), new ToolPolicy.ReadOnly()));
        visitor.take(theirs, new AccountStep.Delete());

        clients.assertAlive(one);
        assertThat(tools(one)).isEqualTo(new ToolPolicy.Everything());
    }

    @Test
    @DisplayName("AS-U-10: one connection is ended, and the others go on")
    void oneConnectionEndsAndTheOthersGoOn() {
        var other = clients.connect(KEY);
        Secret session = visitor.signIn(KEY);

        assertThat(visitor.take(session, new AccountStep.Disconnect(one.access().grant())))
                .isEqualTo(new AccountOutcome.Done());

        assertOver(one, BearerProblem.REVOKED);
        clients.assertAlive(other);
        assertThat(visitor.view(session).clients())
                .extracting(ConnectedClient::grant)
                .containsExactly(other.access().grant());
        assertThat(grant(one).custody()).isEqualTo(Custody.ERASED);
    }

    private Grant grant(KeyedClients.Connected connected) {
        return gateway.grants().find(connected.access().grant().value()).orElseThrow().value();
    }

    @Test
    void everythingEndsAndEverySessionWithIt() {
        var jane = clients.connect(KEY, gateway.personal("jane"));
        Secret session = visitor.signIn(KEY);
        Secret another = visitor.signIn(KEY);

        assertThat(visitor.take(session, new AccountStep.DisconnectAll()))
                .isEqualTo(new AccountOutcome.Ended());

        for (var connected : List.of(one, jane)) {
            assertOver(connected, BearerProblem.REVOKED);
            assertThat(grant(connected).custody()).isEqualTo(Custody.ERASED);
        }
        for (Secret over : List.of(session, another)) {
            assertThat(access.view(over)).isEqualTo(new AccountOutcome.NoSession());
        }
        assertThat(visitor.view(visitor.signIn(KEY)).clients()).isEmpty();
        clients.assertAlive(clients.connect(KEY));
    }

    @Test
    void interruptedHalfWayNothingIsAliveAnyMore() {
        var other = clients.connect(KEY);
        Secret session = visitor.signIn(KEY);
        gateway.store.failAfter(Store.Kind.GRANT, 1);
        Secret page = AccountSessions.page(session);

        assertThatThrownBy(() -> access.take(session, page, new AccountStep.DisconnectAll()))
                .isInstanceOf(StoreUnavailableException.class);
        gateway.store.away = false;

        for (var connected : List.of(one, other)) {
            assertThat(clients.check(connected)).isInstanceOf(BearerCheck.Refused.class);
        }
        visitor.take(visitor.signIn(KEY), new AccountStep.DisconnectAll());
        assertThat(Stream.of(one, other).map(this::grant).map(Grant::custody))
                .containsOnly(Custody.ERASED);
    }

    @Test
    void toolsAreChosenAnewAndTheTokenHasThemAtOnce() {
        Secret session = visitor.signIn(KEY);
        var some = new ToolPolicy.Named(Set.of("remember"), false);

        for (ToolPolicy tools :
                List.of(new ToolPolicy.ReadOnly(), some, new ToolPolicy.Everything())) {
            assertThat(
                            visitor.take(
                                    session,
                                    new AccountStep.ChooseTools(one.access().grant(), tools)))
                    .isEqualTo(new AccountOutcome.Done());

            assertThat(tools(one)).isEqualTo(tools);
            assertThat(visitor.view(session).clients().getFirst().tools()).isEqualTo(tools);
        }
    }

    @Test
    void aConnectionThatMayOnlyReadStaysReadOnly() {
        Form asking = gateway.authorization(clients.client).with("scope", "mcp:read");
        var tokens =
                InMemoryServer.issued(
                        gateway.token(gateway.exchange(clients.client, gateway.code(asking))));
        var reading =
                new KeyedClients.Connected(
                        tokens,
                        ((BearerCheck.Allowed) gateway.check(tokens.accessToken())).access());

        visitor.take(
                visitor.signIn(KEY),
                new AccountStep.ChooseTools(reading.access().grant(), new ToolPolicy.Everything()));

        assertThat(tools(reading)).isEqualTo(new ToolPolicy.ReadOnly());
    }

    @Test
    void deletionLeavesNothing() {
        clients.connect(KEY, gateway.personal("jane"));
        clients.connect(KEY, gateway.personal("john"));
        gateway.server.keepCounts();
        Secret session = visitor.signIn(KEY);

        assertThat(visitor.take(session, new AccountStep.Delete()))
                .isEqualTo(new AccountOutcome.Ended());
        gateway.server.keepCounts();

        for (Store.Kind kind : Store.Kind.values()) {
            assertThat(gateway.ids(kind))
                    .as(kind.name())
                    .hasSize(kind == Store.Kind.CLIENT ? 1 : 0);
        }
        assertOver(one, BearerProblem.UNKNOWN);
        assertThat(access.view(session)).isEqualTo(new AccountOutcome.NoSession());
        assertThat(access.signIn(KEY)).isEqualTo(new AccountSignIn.NothingConnected());
        clients.assertAlive(clients.connect(KEY));
    }

    @Test
    void deletionTakesTheOwnerFromTheListOfDeadKeysToo() {
        var keys = new OwnedKeys();
        Secret first = Secret.of("jean_sk_of_ann");
        var ann = keys.connect("ann", first);
        keys.dies(ann);
        keys.areOf("ann");
        AccountAccess desk = keys.gateway.server.accountAccess();
        Secret session = ((AccountSignIn.Opened) desk.signIn(first)).session();

        desk.take(session, AccountSessions.page(session), new AccountStep.Delete());

        assertThat(keys.gateway.ids(Store.Kind.KEY_INDEX)).isEmpty();
        assertThat(keys.gateway.ids(Store.Kind.ACCOUNT)).isEmpty();
    }

    @Test
    void deletionLeavesOthersOfTheSameKeyAlone() {
        var keys = new OwnedKeys();
        Secret shared = Secret.of("jean_sk_shared");
        var ann = keys.connect("ann", shared);
        var ben = keys.connect("ben", shared);
        AccountAccess desk = keys.gateway.server.accountAccess();
        keys.areOf("ann");
        Secret session = ((AccountSignIn.Opened) desk.signIn(shared)).session();

        desk.take(session, AccountSessions.page(session), new AccountStep.Delete());

        keys.areOf("ben");
        keys.clients.assertAlive(ben);
        assertThat(keys.clients.check(ann)).isInstanceOf(BearerCheck.Refused.class);
        assertThat(desk.signIn(shared)).isInstanceOf(AccountSignIn.Opened.class);
    }
}
