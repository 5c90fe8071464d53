package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.OperatorRole;
import dev.keystile.oauth.api.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Sessions of operators, which a browser holds. */
class OperatorSessionsTest {
    private static final Secret ADMIN = Secret.of("an-admin-token-of-this-test-32-characters");
    private static final Secret VIEWER = Secret.of("a-viewer-token-of-this-test-32-characters");

    private final MovedClock clock = new MovedClock();
    private final SeededRandom random = new SeededRandom(1);
    private final MasterSecret secret = MasterSecret.draw(random);
    private final OperatorSessions sessions = sessions(ADMIN, VIEWER);

    private OperatorSessions sessions(Secret admin, Secret viewer) {
        return new OperatorSessions(OperatorTokens.of(admin, viewer), secret, clock, random);
    }

    @Test
    void aTokenIsOneRoleAndASessionKeepsIt() {
        assertThat(sessions.role(ADMIN)).contains(OperatorRole.ADMIN);
        assertThat(sessions.role(VIEWER)).contains(OperatorRole.VIEWER);
        assertThat(sessions.role(Secret.of(""))).isEmpty();

        for (OperatorRole role : OperatorRole.values()) {
            assertThat(sessions.resume(sessions.open(role))).contains(role);
        }
    }

    @Test
    void aSessionEndsInItsTimeAndWithTheTokens() {
        Secret session = sessions.open(OperatorRole.ADMIN);
        assertThat(
                        sessions(ADMIN, Secret.of("another-token-of-this-test-32-characters"))
                                .resume(session))
                .isEmpty();

        clock.forward(OperatorSessions.LIFE.minusMillis(1));
        assertThat(sessions.resume(session)).isPresent();
        clock.forward(Duration.ofMillis(1));
        assertThat(sessions.resume(session)).isEmpty();
    }

    @Test
    void whatIsAlteredOrNoSessionIsNone() {
        String session = sessions.open(OperatorRole.VIEWER).reveal();

        assertThat(sessions.resume(Secret.of(session + "A"))).isEmpty();
        assertThat(sessions.resume(Secret.of(""))).isEmpty();
        assertThat(sessions.resume(ADMIN)).isEmpty();
    }

    @Test
    void withoutAnAdminThereIsNobody() {
        OperatorTokens nobody = OperatorTokens.of(null, null);

        assertThat(nobody.any()).isFalse();
        assertThat(nobody.role(Secret.of(""))).isEmpty();
        assertThat(nobody.toString() + OperatorTokens.of(ADMIN, VIEWER))
                .doesNotContain(ADMIN.reveal(), VIEWER.reveal());
    }

    @Test
    void anAdminMayDoWhatAViewerMayAndNotTheOtherWayRound() {
        assertThat(OperatorRole.ADMIN.covers(OperatorRole.VIEWER)).isTrue();
        assertThat(OperatorRole.VIEWER.covers(OperatorRole.ADMIN)).isFalse();
        assertThat(OperatorRole.VIEWER.covers(OperatorRole.VIEWER)).isTrue();
    }
}
