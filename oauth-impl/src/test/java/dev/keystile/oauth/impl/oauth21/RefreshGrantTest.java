package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshGrantTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final TokenResponse first = gateway.signIn(client);
    private final Form refresh = gateway.refresh(client, first.refreshToken());

    @Test
    @DisplayName("AS-T-30: every use gives a new refresh token with the same scope")
    void everyUseRotates() {
        gateway.clock.forward(Duration.ofMinutes(30));
        TokenResponse second = issued(gateway.token(refresh));

        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
        assertThat(second.expiresInSeconds()).isEqualTo(3600);
        assertThat(second.scope()).isEqualTo(first.scope());
        assertThat(gateway.check(first.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        assertThat(gateway.check(second.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    void everyRecordIsReadOnce() {
        gateway.store.read();

        issued(gateway.token(refresh));

        assertThat(gateway.store.read())
                .extracting(Store.Key::kind)
                .containsExactlyInAnyOrder(Store.Kind.CLIENT, Store.Kind.GRANT, Store.Kind.ACCOUNT);
    }

    @Test
    @DisplayName("AS-T-33: a repeat within the grace reports the remaining life")
    void aRepeatReportsTheRemainingLife() {
        TokenResponse second = issued(gateway.token(refresh));
        gateway.clock.forward(Duration.ofSeconds(59));

        TokenResponse again = issued(gateway.token(refresh));

        assertThat(again.accessToken()).isEqualTo(second.accessToken());
        assertThat(again.refreshToken()).isEqualTo(second.refreshToken());
        assertThat(again.expiresInSeconds()).isEqualTo(3541);
    }

    @Test
    @DisplayName("AS-T-30: a reuse after the grace revokes the family, access tokens at once")
    void aReuseRevokesTheFamily() {
        TokenResponse second = issued(gateway.token(refresh));
        assertThat(gateway.check(second.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        gateway.clock.forward(Duration.ofSeconds(60));

        refused(gateway.token(refresh), OAuthError.INVALID_GRANT);

        for (TokenResponse dead : new TokenResponse[] {first, second}) {
            assertThat(gateway.check(dead.accessToken()))
                    .isEqualTo(new BearerCheck.Refused(BearerProblem.REVOKED));
            refused(
                    gateway.token(gateway.refresh(client, dead.refreshToken())),
                    OAuthError.INVALID_GRANT);
        }
    }

    @Test
    @DisplayName("AS-T-31: another client's refresh token is refused and revokes nothing")
    void anotherClientsTokenIsRefused() {
        ClientInformation other = gateway.publicClient();
        issued(gateway.token(refresh));
        gateway.clock.forward(Duration.ofHours(2));

        refused(
                gateway.token(gateway.refresh(other, first.refreshToken())),
                OAuthError.INVALID_GRANT);

        assertThat(gateway.stage()).contains("\"refresh\":{");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "jean_oauth_", "jean_oauth_AAAA", "é", "\u0000", "%", "="})
    void noiseIsRefused(String noise) {
        refused(gateway.token(refresh.with("refresh_token", noise)), OAuthError.INVALID_GRANT);
        refused(
                gateway.token(refresh.with("refresh_token", first.refreshToken().reveal() + noise)),
                OAuthError.INVALID_GRANT);
        refused(
                gateway.token(refresh.with("refresh_token", noise.repeat(9000))),
                OAuthError.INVALID_GRANT);
        issued(gateway.token(refresh));
    }

    @Test
    void anAlteredTokenIsRefusedAndRevokesNothing() {
        TokenResponse second = issued(gateway.token(refresh));
        gateway.clock.forward(Duration.ofHours(1));
        String old = first.refreshToken().reveal();
        String altered = old.substring(0, old.length() - 1) + (old.endsWith("A") ? 'B' : 'A');

        refused(gateway.token(refresh.with("refresh_token", altered)), OAuthError.INVALID_GRANT);
        issued(gateway.token(gateway.refresh(client, second.refreshToken())));
    }

    @Test
    void anAccessTokenIsNoRefreshToken() {
        refused(
                gateway.token(gateway.refresh(client, first.accessToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    void aMissingTokenIsInvalid() {
        refused(gateway.token(refresh.without("refresh_token")), OAuthError.INVALID_REQUEST);
        refused(gateway.token(refresh.with("refresh_token", "")), OAuthError.INVALID_REQUEST);
    }

    @ParameterizedTest
    @CsvSource({"mcp", "''", "' mcp '", "mcp mcp", "mcp unknown"})
    @DisplayName("AS-T-32, W-12: what was granted may be asked for, unknown scopes are dropped")
    void theGrantedScopeMayBeAskedFor(String scope) {
        assertThat(issued(gateway.token(refresh.with("scope", scope))).scope().toString())
                .isEqualTo("mcp");
    }

    @Test
    @DisplayName("AS-T-32: more than was granted is invalid_scope and does not rotate")
    void moreThanWasGrantedIsRefused() {
        refused(
                gateway.token(refresh.with("scope", "mcp offline_access")),
                OAuthError.INVALID_SCOPE);
        TokenResponse second = issued(gateway.token(refresh));
        refused(gateway.token(refresh.with("scope", "offline_access")), OAuthError.INVALID_SCOPE);

        assertThat(issued(gateway.token(refresh)).refreshToken()).isEqualTo(second.refreshToken());
    }

    @Test
    @DisplayName("RFC 8707 section 2.2: another resource is invalid_target and does not rotate")
    void anotherResourceIsRefused() {
        refused(
                gateway.token(refresh.and("resource", gateway.personal("jane").uri())),
                OAuthError.INVALID_TARGET);

        gateway.clock.forward(Duration.ofHours(1));
        issued(
                gateway.token(
                        refresh.and("resource", gateway.resources.shared().uri())
                                .and("resource", InMemoryServer.BASE)));
    }

    @Test
    void theFifthRotationWithinTheGraceIsAskedToWait() {
        Secret token = first.refreshToken();
        for (int rotation = 0; rotation < 4; rotation++) {
            token = issued(gateway.token(gateway.refresh(client, token))).refreshToken();
        }
        gateway.clock.forward(Duration.ofSeconds(20));

        assertThat(gateway.token(gateway.refresh(client, token)))
                .isEqualTo(new TokenOutcome.Busy(Duration.ofSeconds(40)));

        gateway.clock.forward(Duration.ofSeconds(40));
        issued(gateway.token(gateway.refresh(client, token)));
    }

    @Test
    @DisplayName("AS-T-34: 30 days without use end it")
    void anUnusedTokenEnds() {
        gateway.clock.forward(Duration.ofDays(30).plusSeconds(5).minusMillis(1));
        TokenResponse second = issued(gateway.token(refresh));

        gateway.clock.forward(Duration.ofDays(30).plusSeconds(5));
        refused(
                gateway.token(gateway.refresh(client, second.refreshToken())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    void aDisconnectedAccountRefreshesNothing() {
        gateway.disconnect();

        refused(gateway.token(refresh), OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName(
            "AS-T-34: a dead key stops refreshing, and the same token works when it lives again")
    void aDeadKeyStopsAndALivingOneGoesOn() {
        gateway.keyWorks(false);
        refused(gateway.token(refresh), OAuthError.INVALID_GRANT);

        gateway.keyWorks(true);
        issued(gateway.token(refresh));
    }

    @Test
    void aGoneAccountRefreshesNothing() {
        gateway.removeAccount();

        refused(gateway.token(refresh), OAuthError.INVALID_GRANT);
    }
}
