package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.GrantFixture.CLIENT;
import static dev.keystile.oauth.impl.GrantFixture.NOW;
import static dev.keystile.oauth.impl.GrantFixture.REDIRECT_URI;
import static dev.keystile.oauth.impl.GrantFixture.VERIFIER;
import static dev.keystile.oauth.impl.GrantFixture.active;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.impl.CodeRedemption.Attempt;
import dev.keystile.oauth.impl.CodeRedemption.Outcome;
import dev.keystile.oauth.impl.CodeRedemption.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CodeRedemptionTest {
    private static final Duration TICK = Duration.ofMillis(1);
    private static final Instant ENDS = NOW.plusSeconds(60);

    private final GrantFixture fixture = new GrantFixture();

    @Test
    void theFirstValidUseGivesTokens() {
        Outcome.Redeemed redeemed = fixture.redeemed();

        Stage.Active active = active(redeemed.next());
        assertThat(active.redeemedAt()).isEqualTo(NOW);
        assertThat(active.rotations()).isEmpty();
        assertThat(active.refresh().digest()).isEqualTo(redeemed.tokens().refresh().digest());
        assertThat(active.refresh().ends()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(active.access()).hasSize(1);
        assertThat(active.access().getFirst().token().digest())
                .isEqualTo(redeemed.tokens().access().digest());
        assertThat(active.access().getFirst().token().ends())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(redeemed.tokens().accessEnds()).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void theGrantKeepsItsTermsAtTheExchange() {
        Grant next = fixture.redeemed().next();

        assertThat(next.in(fixture.awaiting.stage())).isEqualTo(fixture.awaiting);
        assertThat(next.keptUntil()).isEqualTo(NOW.plus(Duration.ofDays(30)).plusSeconds(600));
    }

    @Test
    void tokensCarryTheGrantAndAGenuineTag() {
        TokenPair tokens = fixture.redeemed().tokens();

        for (Credential credential : new Credential[] {tokens.access(), tokens.refresh()}) {
            assertThat(credential.grant()).isEqualTo(fixture.awaiting.id());
            assertThat(credential.generation()).isEqualTo(1);
            assertThat(credential.genuine(fixture.awaiting.tagKey())).isTrue();
        }
        assertThat(tokens.access().secret()).isNotEqualTo(tokens.refresh().secret());
    }

    @Test
    @DisplayName("AS-T-21: without redirect_uri, as OAuth 2.1 clients send it")
    void theRedirectUriMayBeLeftOut() {
        assertThat(redeem(attempt(fixture.code, CLIENT, null, VERIFIER), NOW))
                .isInstanceOf(Outcome.Redeemed.class);
    }

    @Test
    void aCodeIsGoodUntilJustBeforeItsEndAndTheTolerance() {
        assertThat(redeem(fixture.attempt(), ENDS)).isInstanceOf(Outcome.Redeemed.class);
        assertThat(redeem(fixture.attempt(), ENDS.plusSeconds(5).minus(TICK)))
                .isInstanceOf(Outcome.Redeemed.class);
    }

    @Test
    void aCodeIsOverFiveSecondsAfterItsEnd() {
        assertThat(redeem(fixture.attempt(), ENDS.plusSeconds(5)))
                .isEqualTo(new Outcome.Refused(Refusal.EXPIRED));
    }

    static Stream<Attempt> wrongAttempts() {
        GrantFixture fixture = new GrantFixture();
        Credential code = fixture.code;
        Credential forged =
                new Credential(
                        code.kind(),
                        code.grant(),
                        code.generation(),
                        code.secret(),
                        Bytes.of(new byte[16]));
        return Stream.of(
                attempt(forged, CLIENT, REDIRECT_URI, VERIFIER),
                attempt(fixture.genuine(Credential.Kind.CODE, 0), CLIENT, REDIRECT_URI, VERIFIER),
                attempt(code, new ClientId("client-2"), REDIRECT_URI, VERIFIER),
                attempt(code, CLIENT, "http://localhost:3119/callback", VERIFIER),
                attempt(code, CLIENT, REDIRECT_URI, VERIFIER + "x"),
                attempt(code, CLIENT, REDIRECT_URI, ""));
    }

    static final Refusal[] REASONS = {
        Refusal.NOT_GENUINE,
        Refusal.ANOTHER_CODE,
        Refusal.ANOTHER_CLIENT,
        Refusal.ANOTHER_REDIRECT_URI,
        Refusal.WRONG_VERIFIER,
        Refusal.WRONG_VERIFIER
    };

    @Test
    @DisplayName("AS-T-20, AS-T-22: a failed attempt names its reason and does not burn the code")
    void aFailedAttemptChangesNothing() {
        Attempt[] wrong = wrongAttempts().toArray(Attempt[]::new);
        for (int i = 0; i < wrong.length; i++) {
            assertThat(redeem(wrong[i], NOW)).isEqualTo(new Outcome.Refused(REASONS[i]));
        }
        assertThat(redeem(fixture.attempt(), NOW)).isInstanceOf(Outcome.Redeemed.class);
    }

    @ParameterizedTest
    @MethodSource("wrongAttempts")
    @DisplayName("AS-T-22: a replay that is not fully valid revokes nothing")
    void aFailedReplayRevokesNothing(Attempt wrong) {
        Grant redeemed = fixture.redeemed().next();

        assertThat(CodeRedemption.redeem(redeemed, wrong, fixture.at(NOW.plusSeconds(3600))))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    @DisplayName("AS-T-22: after the exchange a wrong code and a wrong verifier look alike")
    void aFailedReplayNamesItsReason() {
        Grant redeemed = fixture.redeemed().next();
        Attempt[] wrong = wrongAttempts().toArray(Attempt[]::new);
        Refusal[] reasons = {
            Refusal.NOT_GENUINE,
            Refusal.NOT_THE_REDEEMED_CODE,
            Refusal.ANOTHER_CLIENT,
            Refusal.ANOTHER_REDIRECT_URI,
            Refusal.NOT_THE_REDEEMED_CODE,
            Refusal.NOT_THE_REDEEMED_CODE
        };
        for (int i = 0; i < wrong.length; i++) {
            assertThat(CodeRedemption.redeem(redeemed, wrong[i], fixture.at(NOW)))
                    .isEqualTo(new Outcome.Refused(reasons[i]));
        }
    }

    @Test
    void aRepeatWithoutTheRedirectUriIsARepeat() {
        Grant redeemed = fixture.redeemed().next();
        Attempt without = attempt(fixture.code, CLIENT, null, VERIFIER);

        assertThat(CodeRedemption.redeem(redeemed, without, fixture.at(NOW)))
                .isEqualTo(new Outcome.RepeatedAtOnce());
        assertThat(CodeRedemption.redeem(redeemed, without, fixture.at(NOW.plusSeconds(10))))
                .isInstanceOf(Outcome.Replayed.class);
    }

    @Test
    void aRepeatWithinTenSecondsGivesAndChangesNothing() {
        Grant redeemed = fixture.redeemed().next();
        Instant last = NOW.plusSeconds(10).minus(TICK);

        assertThat(CodeRedemption.redeem(redeemed, fixture.attempt(), fixture.at(last)))
                .isEqualTo(new Outcome.RepeatedAtOnce());
    }

    @Test
    void aRepeatStampedByAClockThatIsBehindIsARepeatAtOnce() {
        Grant redeemed = fixture.redeemed().next();

        assertThat(
                        CodeRedemption.redeem(
                                redeemed, fixture.attempt(), fixture.at(NOW.minusSeconds(60))))
                .isEqualTo(new Outcome.RepeatedAtOnce());
    }

    @Test
    @DisplayName("AS-T-22: a later replay ends the grant and erases the API key")
    void aReplayAfterTenSecondsRevokesTheGrant() {
        Grant redeemed = fixture.redeemed().next();
        Instant late = NOW.plusSeconds(10);

        Outcome outcome = CodeRedemption.redeem(redeemed, fixture.attempt(), fixture.at(late));

        Grant revoked = ((Outcome.Replayed) outcome).next();
        assertThat(revoked.stage())
                .isEqualTo(
                        new Stage.Revoked(
                                Stage.Revoked.Reason.CODE_REPLAYED, late, redeemed.stage().ends()));
        assertThat(revoked.custody()).isEqualTo(new Custody(Bytes.NONE, ""));
        assertThat(revoked.keptUntil()).isEqualTo(redeemed.keptUntil());
    }

    @Test
    void withoutToleranceEveryRepeatIsAReplay() {
        Grant redeemed = fixture.redeemed().next();
        Minting strict =
                fixture.at(NOW, GrantFixture.settings(Duration.ZERO, Duration.ofSeconds(60)));

        assertThat(CodeRedemption.redeem(redeemed, fixture.attempt(), strict))
                .isInstanceOf(Outcome.Replayed.class);
    }

    @Test
    void theCodeIsRememberedAsLongAsTheGrantLives() {
        Outcome.Redeemed redeemed = fixture.redeemed();
        Grant rotated = fixture.rotated(redeemed.next(), redeemed.tokens().refresh(), NOW).next();

        assertThat(
                        CodeRedemption.redeem(
                                rotated, fixture.attempt(), fixture.at(NOW.plusSeconds(3600))))
                .isInstanceOf(Outcome.Replayed.class);
    }

    @Test
    void aRevokedGrantGivesNothing() {
        Grant revoked = fixture.awaiting.revoked(Stage.Revoked.Reason.REFRESH_TOKEN_REUSED, NOW);

        assertThat(CodeRedemption.redeem(revoked, fixture.attempt(), fixture.at(NOW)))
                .isEqualTo(new Outcome.Refused(Refusal.REVOKED));
    }

    @Test
    void anAccessTokenIsNoCode() {
        TokenPair tokens = fixture.redeemed().tokens();

        assertThat(redeem(attempt(tokens.access(), CLIENT, REDIRECT_URI, VERIFIER), NOW))
                .isEqualTo(new Outcome.Refused(Refusal.ANOTHER_CODE));
    }

    @Test
    void underAnotherOperatorSecretTheCodeIsRefused() {
        Sealer foreign = new GrantFixture(2).outer;
        Minting minting =
                new Minting(
                        NOW, fixture.random, TokenSettings.DEFAULT, foreign, fixture.successors);

        assertThat(CodeRedemption.redeem(fixture.awaiting, fixture.attempt(), minting))
                .isEqualTo(new Outcome.Refused(Refusal.NOT_GENUINE));
    }

    private Outcome redeem(Attempt attempt, Instant now) {
        return CodeRedemption.redeem(fixture.awaiting, attempt, fixture.at(now));
    }

    private static Attempt attempt(
            Credential code, ClientId client, String redirectUri, String verifier) {
        return new Attempt(code, client, redirectUri, Secret.of(verifier));
    }
}
