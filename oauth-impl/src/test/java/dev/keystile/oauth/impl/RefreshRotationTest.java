package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static dev.keystile.oauth.impl.GrantFixture.active;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.impl.RefreshRotation.Outcome;
import dev.keystile.oauth.impl.RefreshRotation.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RefreshRotationTest {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Duration GRACE = Duration.ofSeconds(60);

    private final GrantFixture fixture = new GrantFixture();
    private final CodeRedemption.Outcome.Redeemed redeemed = fixture.redeemed();
    private final Grant grant = redeemed.next();
    private final Credential first = redeemed.tokens().refresh();

    @Test
    @DisplayName("AS-T-30: rotation replaces the refresh token and lengthens the grant")
    void rotationGivesNewTokens() {
        Instant later = NOW.plusSeconds(1800);

        Outcome.Rotated rotated = fixture.rotated(grant, first, later);

        Stage.Active active = active(rotated.next());
        assertThat(rotated.tokens().refresh().generation()).isEqualTo(2);
        assertThat(rotated.tokens().access().generation()).isEqualTo(2);
        assertThat(active.refresh().digest()).isEqualTo(rotated.tokens().refresh().digest());
        assertThat(active.refresh().ends()).isEqualTo(later.plus(Duration.ofDays(30)));
        assertThat(rotated.tokens().accessEnds()).isEqualTo(later.plus(Duration.ofHours(1)));
        assertThat(active.redeemed()).isEqualTo(active(grant).redeemed());
        assertThat(active.redeemedAt()).isEqualTo(NOW);
        assertThat(rotated.tokens().refresh().genuine(grant.tagKey())).isTrue();
        assertThat(rotated.tokens().access().genuine(grant.tagKey())).isTrue();
    }

    @Test
    void olderAccessTokensKeepTheirOwnEnds() {
        Instant later = NOW.plusSeconds(1800);

        Stage.Active active = active(fixture.rotated(grant, first, later).next());

        assertThat(active.access())
                .extracting(access -> access.token().ends())
                .containsExactly(NOW.plusSeconds(3600), later.plusSeconds(3600));
        assertThat(active.access().getFirst()).isEqualTo(active(grant).access().getFirst());
    }

    @Test
    void anAccessTokenIsForgottenFiveSecondsAfterItsEnd() {
        Instant over = NOW.plusSeconds(3605);

        assertThat(active(fixture.rotated(grant, first, over.minus(TICK)).next()).access())
                .hasSize(2);
        assertThat(active(fixture.rotated(grant, first, over).next()).access()).hasSize(1);
    }

    @Test
    void atMostFourAccessTokensAreAliveAndTheOldestGoesFirst() {
        Grant next = grant;
        Credential refresh = first;
        for (int rotation = 1; rotation <= 6; rotation++) {
            Outcome.Rotated rotated =
                    fixture.rotated(next, refresh, NOW.plusSeconds(61L * rotation));
            next = rotated.next();
            refresh = rotated.tokens().refresh();
        }

        assertThat(active(next).access())
                .extracting(access -> access.token().generation())
                .containsExactly(4, 5, 6, 7);
    }

    @Test
    @DisplayName("AS-T-33: a repeat within the grace gets the same tokens again")
    void aRepeatWithinTheGraceGetsItsOwnSuccessors() {
        Outcome.Rotated rotated = fixture.rotated(grant, first, NOW);

        for (Instant now : List.of(NOW, NOW.plus(GRACE).minus(TICK), NOW.minusSeconds(100))) {
            Outcome repeat = GrantFixture.rotate(rotated.next(), first, fixture.at(now));

            TokenPair again = ((Outcome.RepeatedWithinGrace) repeat).tokens();
            assertThat(again).isEqualTo(rotated.tokens());
            assertThat(again.refresh().print("p")).isEqualTo(rotated.tokens().refresh().print("p"));
            assertThat(again.access().print("p")).isEqualTo(rotated.tokens().access().print("p"));
        }
    }

    @Test
    void aRepeatIsAnsweredFromTheRecordAsItWasStored() {
        Outcome.Rotated rotated = fixture.rotated(grant, first, NOW);
        var codec = new GrantCodec();
        Grant stored =
                codec.read(
                        grant.id().value(), JsonText.read(Repository.text(codec, rotated.next())));

        Outcome repeat = GrantFixture.rotate(stored, first, fixture.at(NOW.plusSeconds(1)));

        assertThat(((Outcome.RepeatedWithinGrace) repeat).tokens()).isEqualTo(rotated.tokens());
    }

    @Test
    void everyTokenOfTheGraceGetsTheSuccessorsOfItsOwnRotation() {
        Outcome.Rotated second = fixture.rotated(grant, first, NOW);
        Outcome.Rotated third =
                fixture.rotated(second.next(), second.tokens().refresh(), NOW.plusSeconds(1));

        assertThat(GrantFixture.rotate(third.next(), first, fixture.at(NOW.plusSeconds(2))))
                .isEqualTo(new Outcome.RepeatedWithinGrace(second.tokens()));
        assertThat(
                        GrantFixture.rotate(
                                third.next(),
                                second.tokens().refresh(),
                                fixture.at(NOW.plusSeconds(2))))
                .isEqualTo(new Outcome.RepeatedWithinGrace(third.tokens()));
    }

    @Test
    @DisplayName("AS-T-30, AS-T-33: a genuine old token after the grace ends the grant")
    void aReuseAfterTheGraceRevokesTheGrant() {
        Grant rotated = fixture.rotated(grant, first, NOW).next();
        Instant late = NOW.plus(GRACE);

        Outcome outcome = GrantFixture.rotate(rotated, first, fixture.at(late));

        Grant revoked = ((Outcome.Reused) outcome).next();
        assertThat(revoked.stage())
                .isEqualTo(
                        new Stage.Revoked(
                                Stage.Revoked.Reason.REFRESH_TOKEN_REUSED,
                                late,
                                rotated.stage().ends()));
        assertThat(revoked.custody()).isEqualTo(new Custody(Bytes.NONE, ""));
    }

    @Test
    void withoutGraceEveryRepeatIsAReuse() {
        Grant rotated = fixture.rotated(grant, first, NOW).next();
        Minting strict =
                fixture.at(NOW, GrantFixture.settings(Duration.ofSeconds(10), Duration.ZERO));

        assertThat(GrantFixture.rotate(rotated, first, strict)).isInstanceOf(Outcome.Reused.class);
    }

    @Test
    void aForgottenRotationIsNotCarriedOn() {
        Outcome.Rotated second = fixture.rotated(grant, first, NOW);
        Outcome.Rotated third =
                fixture.rotated(second.next(), second.tokens().refresh(), NOW.plus(GRACE));

        assertThat(active(third.next()).rotations())
                .extracting(Stage.Rotation::generation)
                .containsExactly(2);
    }

    @Test
    void aWrongTagIsNoiseAndRevokesNothing() {
        Grant rotated = fixture.rotated(grant, first, NOW).next();
        Credential noise =
                new Credential(
                        first.kind(),
                        first.grant(),
                        first.generation(),
                        first.secret(),
                        Bytes.of(new byte[16]));

        assertThat(GrantFixture.rotate(rotated, noise, fixture.at(NOW.plusSeconds(3600))))
                .isEqualTo(new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    @Test
    void aTokenOfAnotherGrantIsNoise() {
        Credential other = new GrantFixture(2).redeemed().tokens().refresh();

        assertThat(GrantFixture.rotate(grant, other, fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    @Test
    void aGenerationAheadOfTheStoreRevokesNothing() {
        Credential lost = fixture.genuine(Credential.Kind.REFRESH, 2);

        assertThat(GrantFixture.rotate(grant, lost, fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.AHEAD_OF_STORE));
    }

    @Test
    void anotherTokenOfTheSameGenerationRevokesNothing() {
        Credential lost = fixture.genuine(Credential.Kind.REFRESH, 1);

        assertThat(GrantFixture.rotate(grant, lost, fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.AHEAD_OF_STORE));
    }

    @Test
    @DisplayName("AS-T-34: a refresh token ends 30 days after its last use and 5 seconds")
    void aRefreshTokenEndsWithItsTolerance() {
        Instant over = NOW.plus(Duration.ofDays(30)).plusSeconds(5);

        assertThat(GrantFixture.rotate(grant, first, fixture.at(over.minus(TICK))))
                .isInstanceOf(Outcome.Rotated.class);
        assertThat(GrantFixture.rotate(grant, first, fixture.at(over)))
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRED));
    }

    @Test
    void theFifthRotationWithinTheGraceIsTooFast() {
        Grant next = grant;
        Credential refresh = first;
        for (int rotation = 0; rotation < 4; rotation++) {
            Outcome.Rotated rotated = fixture.rotated(next, refresh, NOW.plusSeconds(rotation));
            next = rotated.next();
            refresh = rotated.tokens().refresh();
        }

        assertThat(GrantFixture.rotate(next, refresh, fixture.at(NOW.plusSeconds(20))))
                .isEqualTo(new Outcome.TooFast(Duration.ofSeconds(40)));
        assertThat(GrantFixture.rotate(next, refresh, fixture.at(NOW.plus(GRACE).minus(TICK))))
                .isEqualTo(new Outcome.TooFast(TICK));
        assertThat(GrantFixture.rotate(next, refresh, fixture.at(NOW.plus(GRACE))))
                .isInstanceOf(Outcome.Rotated.class);
    }

    @Test
    void beforeTheExchangeNoRefreshTokenExists() {
        Credential early = fixture.genuine(Credential.Kind.REFRESH, 1);

        assertThat(GrantFixture.rotate(fixture.awaiting, early, fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.NOT_REDEEMED));
    }

    @Test
    void aRevokedGrantGivesNothing() {
        Grant revoked = grant.revoked(Stage.Revoked.Reason.CODE_REPLAYED, NOW);

        assertThat(GrantFixture.rotate(revoked, first, fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.REVOKED));
    }

    @Test
    void twoRotationsOfOneTokenDeriveDifferentSuccessors() {
        TokenPair one = fixture.rotated(grant, first, NOW).tokens();
        TokenPair other = fixture.rotated(grant, first, NOW).tokens();

        assertThat(one.refresh().secret()).isNotEqualTo(other.refresh().secret());
        assertThat(one.access().secret()).isNotEqualTo(one.refresh().secret());
    }
}
