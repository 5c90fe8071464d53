package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Store;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a key that the upstream refused in a call. */
class KeyDeathTest {
    private static final Secret KEY = InMemoryServer.API_KEY;
    private static final Secret NEXT = Secret.of("jean_sk_the_next_key");

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final KeyedClients.Connected connected = clients.connect(KEY);

    @BeforeEach
    void refuse() {
        gateway.verifier.questions.clear();
        gateway.verifier.answer = new KeyCheck.Rejected();
    }

    @Test
    @DisplayName("GW-12: a key that is refused again is dead, and its grant is not revoked")
    void aKeyThatIsRefusedAgainIsDead() {
        try (LogLines log = new LogLines()) {
            assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());

            assertThat(log.of("key.died"))
                    .containsExactly(
                            "key.died connector=jean grant="
                                    + connected.access().grant()
                                    + " accounts=1");
        }
        clients.assertDead(connected);
        InMemoryServer.refused(
                gateway.token(gateway.refresh(clients.client, connected.tokens().refreshToken())),
                OAuthError.INVALID_GRANT);
        assertThat(gateway.stage()).doesNotContain("revoked");
        assertThat(gateway.verifier.questions)
                .containsExactly(new FakeVerifier.Question(KEY, null));
    }

    @Test
    @DisplayName("GW-12: a key dies with all of its accounts, and no other key with it")
    void allAccountsOfTheKeyDie() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        var jane = clients.connect(KEY, gateway.personal("jane"));
        var john = clients.connect(KEY, gateway.personal("john"));
        List<KeyedClients.Connected> others = clients.connect(10);
        refuse();

        assertThat(clients.report(jane)).isEqualTo(new KeyVerdict.Dead());

        assertThat(gateway.verifier.questions)
                .containsExactly(new FakeVerifier.Question(KEY, new UserId("jane")));
        clients.assertDead(connected);
        clients.assertDead(jane);
        clients.assertDead(john);
        others.forEach(clients::assertAlive);
    }

    @Test
    @DisplayName("GW-12: a burst of refusals is one question to the upstream")
    void aBurstIsOneQuestion() {
        assertThat(clients.whileTheUpstreamThinks(20, () -> clients.report(connected)))
                .hasSize(20)
                .containsOnly(new KeyVerdict.Dead());

        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    @DisplayName("GW-12: who comes a moment later finds the key marked, and asks nothing")
    void whoComesAMomentLaterAsksNothing() {
        assertThat(Race.of(50, _ -> clients.report(connected))).containsOnly(new KeyVerdict.Dead());
        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());

        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    @DisplayName("GW-12: a burst of refusals of a key that works is one question, too")
    void aBurstOfAKeyThatWorksIsOneQuestion() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;

        assertThat(Race.of(50, _ -> clients.report(connected)))
                .containsOnly(new KeyVerdict.Works());

        assertThat(gateway.verifier.questions).hasSize(1);
        clients.assertAlive(connected);
    }

    @Test
    void thatAKeyWorksIsBelievedForSeconds() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        clients.report(connected);
        refuse();

        gateway.clock.forward(KeyLimits.DEFAULT.trusted().minusMillis(1));
        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Works());
        gateway.clock.forward(Duration.ofMillis(1));

        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());
    }

    @Test
    @DisplayName("GW-12: where the upstream gives no answer, nobody is logged out")
    void withoutAnAnswerNobodyDies() {
        gateway.verifier.answer = new KeyCheck.Unavailable("down");

        try (LogLines log = new LogLines()) {
            assertThat(clients.report(connected))
                    .isEqualTo(new KeyVerdict.Unclear(Duration.ofSeconds(10)));
            assertThat(log.of("key.doubtful"))
                    .containsExactly(
                            "key.doubtful connector=jean grant="
                                    + connected.access().grant()
                                    + " reason=\"down\"");
        }
        clients.assertAlive(connected);
        refuse();
        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());
    }

    @Test
    void withoutTheStoreNobodyDies() {
        gateway.store.away = true;
        assertThat(clients.report(connected))
                .isEqualTo(new KeyVerdict.Unclear(Duration.ofSeconds(2)));
        gateway.store.away = false;
        assertThat(gateway.verifier.questions).isEmpty();

        gateway.store.failAfter(Store.Kind.ACCOUNT, 0);
        assertThat(clients.report(connected))
                .isEqualTo(new KeyVerdict.Unclear(Duration.ofSeconds(2)));
        gateway.store.away = false;

        clients.assertAlive(connected);
        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());
    }

    @Test
    void aKeyThatWasReplacedMeanwhileKillsNobody() {
        Account account = account();
        gateway.server.keyReplacement().replace(account, NEXT);

        assertThat(clients.report(connected)).isInstanceOf(KeyVerdict.Unclear.class);

        assertThat(gateway.verifier.questions).isEmpty();
        clients.assertAlive(connected);
    }

    @Test
    void whoComesWithAReplacedKeyAgainIsToldThatItIsRefused() {
        gateway.server.keyReplacement().replace(account(), NEXT);
        clients.report(connected);

        gateway.clock.forward(KeyLimits.DEFAULT.retry().minusMillis(1));
        assertThat(clients.report(connected)).isInstanceOf(KeyVerdict.Unclear.class);
        assertThat(gateway.verifier.questions).isEmpty();
        gateway.clock.forward(Duration.ofMillis(1));
        try (LogLines log = new LogLines()) {
            assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());
            assertThat(log.of("key.left-behind"))
                    .containsExactly(
                            "key.left-behind connector=jean grant=" + connected.access().grant());
        }
        clients.assertAlive(connected);
    }

    @Test
    void aReplacedKeyThatTheUpstreamStillTakesIsNoReasonToSignIn() {
        gateway.server.keyReplacement().replace(account(), NEXT);
        clients.report(connected);
        gateway.clock.forward(KeyLimits.DEFAULT.retry());

        for (KeyCheck answer : List.of(FakeVerifier.ACCEPTED, new KeyCheck.Unavailable("down"))) {
            gateway.verifier.answer = answer;
            assertThat(clients.report(connected)).isInstanceOf(KeyVerdict.Unclear.class);
        }
        clients.assertAlive(connected);
    }

    @Test
    void aKeyThatIsReplacedWhileTheUpstreamIsAskedKillsNobody() {
        gateway.verifier.whileAsked =
                () -> gateway.server.keyReplacement().replace(account(), NEXT);

        clients.report(connected);

        gateway.verifier.whileAsked = () -> {};
        clients.assertAlive(connected);
    }

    @Test
    void ofADisconnectedAccountTheUpstreamIsNotAsked() {
        gateway.removeAccount();

        assertThat(clients.report(connected)).isEqualTo(new KeyVerdict.Dead());

        assertThat(gateway.verifier.questions).isEmpty();
    }

    @Test
    void aDeathIsSeenAtOnceByEveryNode() {
        DefaultAuthorizationServer other = gateway.anotherNode();
        BearerCheck before =
                other.bearerTokens()
                        .check(connected.tokens().accessToken(), gateway.resources.shared());
        assertThat(before).isInstanceOf(BearerCheck.Allowed.class);

        clients.report(connected);

        assertThat(
                        other.bearerTokens()
                                .check(
                                        connected.tokens().accessToken(),
                                        gateway.resources.shared()))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.KEY_DEAD));
        assertThat(other.keyReports().refused(connected.access())).isEqualTo(new KeyVerdict.Dead());
        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    void aKeyIsKnownUnderTheSecretThatWasReplaced() {
        MasterSecret next = MasterSecret.draw(gateway.random).replacing(List.of(gateway.secret));
        DefaultAuthorizationServer node = gateway.anotherNode(next);

        assertThat(node.keyReports().refused(connected.access())).isEqualTo(new KeyVerdict.Dead());

        clients.assertDead(connected);
    }

    private Account account() {
        String id = gateway.ids(Store.Kind.ACCOUNT).getFirst();
        return gateway.accounts().find(id).orElseThrow().value();
    }
}
