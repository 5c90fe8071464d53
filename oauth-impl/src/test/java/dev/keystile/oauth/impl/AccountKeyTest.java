package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.AccountOutcome;
import dev.keystile.oauth.api.AccountSignIn;
import dev.keystile.oauth.api.AccountStep;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.KeyProblem;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person does at the account page about their key, and what a dead one can still do. */
class AccountKeyTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final Secret NEXT = Secret.of("jean_sk_the_next_key");

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final AccountAccess access = gateway.server.accountAccess();
    private final AccountVisitor visitor = new AccountVisitor(access);
    private final KeyedClients.Connected one = clients.connect(KEY);

    static List<AccountStep> stepsOfALivingKey() {
        return List.of(
                new AccountStep.ReplaceKey(NEXT, null),
                new AccountStep.Delete(),
                new AccountStep.ChooseTools(new GrantId("g"), new ToolPolicy.Everything()));
    }

    @ParameterizedTest
    @MethodSource("stepsOfALivingKey")
    void aKeyThatTheUpstreamRefusesCanOnlyDisconnect(AccountStep step) {
        gateway.verifier.answer = new KeyCheck.Rejected();
        Secret session = visitor.signIn(KEY);
        gateway.verifier.answer = FakeVerifier.ACCEPTED;

        assertThat(visitor.view(session).authority()).isFalse();
        assertThat(visitor.take(session, step))
                .isEqualTo(new AccountOutcome.KeyDead(visitor.view(session)));
        clients.assertAlive(one);

        visitor.take(session, new AccountStep.Disconnect(one.access().grant()));
        assertThat(clients.check(one)).isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
        assertThat(visitor.take(session, new AccountStep.DisconnectAll()))
                .isEqualTo(new AccountOutcome.Ended());
    }

    @ParameterizedTest
    @MethodSource("stepsOfALivingKey")
    void aKeyThatDiesMeanwhileCanOnlyDisconnect(AccountStep step) {
        Secret session = visitor.signIn(KEY);

        gateway.keyWorks(false);

        assertThat(visitor.view(session).deadSince()).isEqualTo(MovedClock.START);
        assertThat(visitor.take(session, step))
                .isEqualTo(new AccountOutcome.KeyDead(visitor.view(session)));
    }

    @Test
    void aDeadKeyThatIsAcceptedAgainLives() {
        gateway.keyWorks(false);

        assertThat(visitor.view(visitor.signIn(KEY)).authority()).isTrue();
        clients.assertAlive(one);
    }

    @Test
    void withAnotherKeyEverythingGoesOn() {
        var jane = clients.connect(KEY, gateway.personal("jane"));
        Secret session = visitor.signIn(KEY);
        Secret another = visitor.signIn(KEY);
        gateway.verifier.questions.clear();

        var outcome =
                (AccountOutcome.KeyReplaced)
                        visitor.take(session, new AccountStep.ReplaceKey(NEXT, null));

        assertThat(gateway.verifier.questions)
                .extracting(FakeVerifier.Question::apiKey)
                .containsExactly(NEXT, NEXT);
        for (var connected : List.of(one, jane)) {
            assertThat(clients.again(connected).access().apiKey()).isEqualTo(NEXT);
            InMemoryServer.issued(
                    gateway.token(
                            gateway.refresh(clients.client, connected.tokens().refreshToken())));
        }
        assertThat(visitor.view(outcome.session()).clients()).hasSize(2);
        assertThat(visitor.view(visitor.signIn(NEXT)).clients()).hasSize(2);
        for (Secret over : List.of(session, another)) {
            assertThat(access.view(over)).isEqualTo(new AccountOutcome.NoSession());
        }
        assertThat(access.signIn(KEY)).isEqualTo(new AccountSignIn.NothingConnected());
    }

    @Test
    void theSessionOfAReplacedKeyEndsWhenItWouldHave() {
        Secret session = visitor.signIn(KEY);
        gateway.clock.forward(Duration.ofMinutes(14));
        var outcome =
                (AccountOutcome.KeyReplaced)
                        visitor.take(session, new AccountStep.ReplaceKey(NEXT, null));

        gateway.clock.forward(Duration.ofMinutes(1));

        assertThat(access.view(outcome.session())).isEqualTo(new AccountOutcome.NoSession());
    }

    @Test
    void whoDisconnectsEverythingMeanwhileEndsThisSessionToo() {
        Secret session = visitor.signIn(KEY);
        Secret another = visitor.signIn(KEY);
        gateway.verifier.whileAsked = () -> visitor.take(another, new AccountStep.DisconnectAll());

        assertThat(visitor.take(session, new AccountStep.ReplaceKey(NEXT, null)))
                .isEqualTo(new AccountOutcome.NoSession());
    }

    @Test
    void aKeyThatDoesNotPassChangesNothing() {
        Secret session = visitor.signIn(KEY);

        refuse(session, Secret.of("no key"), KeyProblem.MALFORMED);
        gateway.verifier.answer = new KeyCheck.Rejected();
        refuse(session, NEXT, KeyProblem.REJECTED);
        gateway.verifier.answer = new KeyCheck.Unavailable("down");
        refuse(session, NEXT, KeyProblem.UNAVAILABLE);
    }

    private void refuse(Secret session, Secret key, KeyProblem problem) {
        assertThat(visitor.take(session, new AccountStep.ReplaceKey(key, null)))
                .isEqualTo(new AccountOutcome.KeyRefused(visitor.view(session), problem));
        assertThat(clients.again(one).access().apiKey()).isEqualTo(KEY);
    }

    @Test
    void onlyTheSameOwnersKeyTakesThePlaceOfAKey() {
        var keys = new OwnedKeys();
        Secret first = Secret.of("jean_sk_of_ann");
        var ann = keys.connect("ann", first);
        AccountAccess desk = keys.gateway.server.accountAccess();
        Secret session = ((AccountSignIn.Opened) desk.signIn(first)).session();
        Secret page = AccountSessions.page(session);

        for (String owner : Stream.of("ben", null).toList()) {
            keys.areOf(owner);
            assertThat(desk.take(session, page, new AccountStep.ReplaceKey(NEXT, null)))
                    .isInstanceOfSatisfying(
                            AccountOutcome.KeyRefused.class,
                            refused ->
                                    assertThat(refused.problem())
                                            .isEqualTo(KeyProblem.NOT_THE_OWNER));
        }
        keys.areOf("ann");
        assertThat(desk.take(session, page, new AccountStep.ReplaceKey(NEXT, null)))
                .isInstanceOf(AccountOutcome.KeyReplaced.class);
        assertThat(keys.keyOf(ann)).isEqualTo(NEXT);
    }

    @Test
    void aKeyThatNowIsSomebodyElsesOpensNothing() {
        var keys = new OwnedKeys();
        Secret first = Secret.of("jean_sk_of_ann");
        keys.connect("ann", first);

        keys.areOf("ben");

        assertThat(keys.gateway.server.accountAccess().signIn(first))
                .isEqualTo(new AccountSignIn.NothingConnected());
    }
}
