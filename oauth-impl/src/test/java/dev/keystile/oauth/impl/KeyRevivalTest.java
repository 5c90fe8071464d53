package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a dead key comes back: its tokens are the same as before. */
class KeyRevivalTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final KeyedClients clients = new KeyedClients();
    private final InMemoryServer gateway = clients.gateway;
    private final KeyedClients.Connected connected = clients.connect(InMemoryServer.API_KEY);
    private final KeyedClients.Connected personal =
            clients.connect(InMemoryServer.API_KEY, gateway.personal("jane"));

    @BeforeEach
    void die() {
        gateway.verifier.answer = new KeyCheck.Rejected();
        clients.report(connected);
        gateway.verifier.questions.clear();
    }

    @Test
    @DisplayName(
            "GW-12: a key that is accepted again brings its tokens back, a minute later at the soonest")
    void aKeyThatWorksAgainBringsItsTokensBack() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        gateway.clock.forward(MINUTE.minus(MOMENT));
        clients.assertDead(connected);
        refused(refresh(), OAuthError.INVALID_GRANT);
        assertThat(gateway.verifier.questions).isEmpty();

        gateway.clock.forward(MOMENT);
        try (LogLines log = new LogLines()) {
            clients.assertAlive(connected);
            assertThat(log.of("key.revived"))
                    .containsExactly("key.revived connector=jean accounts=2");
        }

        clients.assertAlive(personal);
        assertThat(gateway.verifier.questions).hasSize(1);
        issued(refresh());
    }

    @Test
    @DisplayName("GW-12: a key that stays dead is asked about once a minute")
    void aKeyThatStaysDeadIsAskedAboutOnceAMinute() {
        gateway.clock.forward(MINUTE);
        clients.assertDead(connected);
        clients.assertDead(personal);
        refused(refresh(), OAuthError.INVALID_GRANT);
        assertThat(gateway.verifier.questions).hasSize(1);

        gateway.clock.forward(MINUTE.minus(MOMENT));
        clients.assertDead(connected);
        assertThat(gateway.verifier.questions).hasSize(1);

        gateway.clock.forward(MOMENT);
        clients.assertDead(connected);
        assertThat(gateway.verifier.questions).hasSize(2);
    }

    @Test
    void anUpstreamThatIsDownRevivesNobody() {
        gateway.verifier.answer = new KeyCheck.Unavailable("down");
        gateway.clock.forward(MINUTE);

        clients.assertDead(connected);
    }

    @Test
    @DisplayName("GW-12: however many come back at once, one question is asked and all go on")
    void allWhoComeBackAtOnceGoOn() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        gateway.clock.forward(MINUTE);

        assertThat(clients.whileTheUpstreamThinks(20, () -> clients.check(connected)))
                .hasSize(20)
                .allMatch(check -> check instanceof BearerCheck.Allowed);

        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    void ofSeveralNodesOneAsks() {
        gateway.clock.forward(MINUTE);
        clients.assertDead(connected);

        gateway.anotherNode()
                .bearerTokens()
                .check(connected.tokens().accessToken(), gateway.resources.shared());

        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    @DisplayName("GW-12: a refresh brings the key back, so that idle clients stay connected")
    void aRefreshAlsoBringsItBack() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        gateway.clock.forward(Duration.ofHours(2));

        TokenResponse next = issued(refresh());

        assertThat(gateway.check(next.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    @DisplayName("GW-12: signing in with the key brings all tokens of it back at once")
    void signingInBringsItBack() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;

        gateway.allow(gateway.authorization(clients.client));

        clients.assertAlive(connected);
        clients.assertAlive(personal);
        issued(refresh());
        assertThat(gateway.verifier.questions).hasSize(1);
    }

    @Test
    void aKeyThatWasTypedComesBackWhenThePersonAllows() {
        gateway.verifier.answer = FakeVerifier.ACCEPTED;
        AuthorizationOutcome.Ask ask = gateway.ask(gateway.authorization(clients.client));
        var review = InMemoryServer.review(gateway.type(ask));
        clients.assertDead(connected);

        gateway.consent(new ConsentStep.Allow(review.prompt().transaction(), ask.browser()));

        clients.assertAlive(connected);
    }

    @Test
    void aKeyThatWasTypedAndRefusedStaysDead() {
        gateway.type(gateway.ask(gateway.authorization(clients.client)));

        clients.assertDead(connected);
    }

    private TokenOutcome refresh() {
        return gateway.token(gateway.refresh(clients.client, connected.tokens().refreshToken()));
    }
}
