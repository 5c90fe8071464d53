package dev.keystile.oauth.impl;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a clock does that is set an hour wrong, and set right again. */
class ClockJumpTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir private Path folder;
    private FileStore file;
    private InMemoryServer gateway;
    private ClientInformation client;
    private TokenResponse tokens;

    @BeforeEach
    void signIn() {
        gateway = new InMemoryServer(clock -> file = FileStore.open(folder, clock));
        client = gateway.publicClient();
        tokens = gateway.signIn(client);
        gateway.clock.forward(Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        file.close();
    }

    private void set(Duration ahead) {
        gateway.clock.set(gateway.clock.instant().plus(ahead));
    }

    private TokenResponse refreshed(TokenResponse from) {
        return issued(gateway.token(gateway.refresh(client, from.refreshToken())));
    }

    private void assertGood(Secret access) {
        assertThat(gateway.check(access)).isInstanceOf(BearerCheck.Allowed.class);
    }

    private void assertRefused(Secret access, BearerProblem problem) {
        assertThat(gateway.check(access)).isEqualTo(new BearerCheck.Refused(problem));
    }

    @Test
    void anHourAheadAccessTokensAreOverAndRefreshTokensAreNot() {
        set(HOUR);

        assertRefused(tokens.accessToken(), BearerProblem.EXPIRED);
        TokenResponse next = refreshed(tokens);
        assertThat(next.expiresInSeconds()).isEqualTo(3600);
        assertGood(next.accessToken());

        set(HOUR.negated());
        assertGood(next.accessToken());
        assertThat(refreshed(next).expiresInSeconds()).isEqualTo(3600);
    }

    @Test
    void whatIsOverForAnHourIsGoodAgainWhenTheClockIsRight() {
        Form exchange = gateway.exchange(client, gateway.code(client));
        set(HOUR);
        assertRefused(tokens.accessToken(), BearerProblem.EXPIRED);
        refused(gateway.token(exchange), OAuthError.INVALID_GRANT);

        set(HOUR.negated());
        assertGood(tokens.accessToken());
        issued(gateway.token(exchange));
    }

    @Test
    void anHourBehindNothingIsRefusedAndNoLifeIsNegative() {
        set(HOUR.negated());

        assertGood(tokens.accessToken());
        TokenResponse next = refreshed(tokens);
        assertThat(next.expiresInSeconds()).isEqualTo(3600);
        assertThat(refreshed(tokens).expiresInSeconds()).as("repeated").isEqualTo(3600);

        set(HOUR);
        assertThat(refreshed(next).expiresInSeconds()).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1})
    void aRepeatIsNoTheftOnceTheClockIsSetBackAndTheGrantLives(long hours) {
        TokenResponse next = refreshed(tokens);
        set(HOUR.negated());

        assertThat(refreshed(tokens).accessToken()).isEqualTo(next.accessToken());
        assertThat(refreshed(tokens).expiresInSeconds()).isPositive();
        set(HOUR.multipliedBy(hours));
        assertThat(issued(gateway.token(gateway.refresh(client, next.refreshToken())))).isNotNull();
    }

    /** The one thing that a wrong clock can end: it cannot tell a repeat from a theft. */
    @Test
    void aRepeatAcrossAJumpAheadPassesForTheft() {
        refreshed(tokens);
        set(HOUR);

        refused(
                gateway.token(gateway.refresh(client, tokens.refreshToken())),
                OAuthError.INVALID_GRANT);
        assertThat(gateway.stage()).contains("\"revoked\":{");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1})
    void aChangeThatNobodyToldOfIsSeenFiveSecondsLaterWhateverTheClockIsSetTo(long hours) {
        assertGood(tokens.accessToken());
        gateway.store.silent = true;
        gateway.disconnect();
        set(HOUR.multipliedBy(hours));
        gateway.clock.forward(NearCache.LIFE);

        assertThat(gateway.check(tokens.accessToken()))
                .isInstanceOfSatisfying(
                        BearerCheck.Refused.class,
                        refused ->
                                assertThat(refused.problem())
                                        .isIn(BearerProblem.REVOKED, BearerProblem.EXPIRED));
    }

    @Test
    void aRoundOfUpkeepThatRunsAheadDisconnectsNobody() {
        set(HOUR);
        gateway.server.upkeep();
        set(HOUR.negated());

        assertRefused(tokens.accessToken(), BearerProblem.UNKNOWN);
        assertGood(refreshed(tokens).accessToken());
    }

    @Test
    void theLeaseOfARoundThatRanAheadIsOverTwoHoursLater() {
        set(HOUR);
        assertThat(gateway.server.upkeepIfDue()).isTrue();
        set(HOUR.negated());

        assertThat(gateway.server.upkeepIfDue()).isFalse();
        gateway.clock.forward(HOUR.multipliedBy(2));
        assertThat(gateway.server.upkeepIfDue()).isTrue();
    }

    @Test
    void aNodeThatIsAnHourAheadOfTheOthersRefusesWhatTheyTakeAndHarmsNoGrant() {
        var ahead = new MovedClock();
        ahead.set(gateway.clock.instant().plus(HOUR));
        DefaultAuthorizationServer fast = gateway.anotherNode(ahead);

        assertThat(fast.bearerTokens().check(tokens.accessToken(), gateway.resources.shared()))
                .isEqualTo(new BearerCheck.Refused(BearerProblem.EXPIRED));
        assertGood(tokens.accessToken());
        Form refresh = gateway.refresh(client, tokens.refreshToken());
        TokenOutcome there = fast.tokens().token(new ClientRequest(refresh.parameters(), null));
        TokenResponse next = issued(there);
        assertGood(next.accessToken());
        assertThat(fast.bearerTokens().check(next.accessToken(), gateway.resources.shared()))
                .isInstanceOf(BearerCheck.Allowed.class);
        assertGood(refreshed(next).accessToken());
    }

    @Test
    void anUnusedClientOutlivesAJump() {
        set(HOUR);
        ClientInformation registered = gateway.publicClient();
        set(HOUR.negated());

        assertThat(gateway.knows(registered)).isTrue();
        assertThat(gateway.knows(client)).isTrue();
        issued(gateway.token(gateway.exchange(registered, gateway.code(registered))));
    }
}
