package dev.keystile.oauth.impl.oauth21;

import static dev.keystile.oauth.impl.InMemoryServer.BASE;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeGrantTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();
    private final String code = gateway.code(client);
    private final Form exchange = gateway.exchange(client, code);

    @Test
    @DisplayName("AS-T-02, AS-T-35, AS-T-36: tokens, their life, a refresh token always, the scope")
    void aCodeIsExchangedForTokens() {
        TokenResponse response = issued(gateway.token(exchange));

        assertThat(response.expiresInSeconds()).isEqualTo(3600);
        assertThat(response.scope().toString()).isEqualTo("mcp");
        assertThat(response.accessToken().reveal()).matches("jean_oauth_[A-Za-z0-9_-]{92}");
        assertThat(response.refreshToken().reveal()).matches("jean_oauth_[A-Za-z0-9_-]{92}");
        assertThat(response.refreshToken()).isNotEqualTo(response.accessToken());
        assertThat(gateway.check(response.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    @DisplayName("AS-T-21, AS-T-23: redirect_uri and resource may be left out")
    void redirectUriAndResourceMayBeLeftOut() {
        issued(gateway.token(exchange.without("redirect_uri").without("resource")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grant_type",
                "client_id",
                "code",
                "code_verifier",
                "redirect_uri",
                "client_secret",
                "refresh_token",
                "scope"
            })
    @DisplayName("AS-T-01: a doubled parameter is invalid_request and does not burn the code")
    void aDoubledParameterIsInvalid(String name) {
        String value = exchange.parameters().value(name);
        String same = value == null ? "x" : value;

        refused(
                gateway.token(exchange.with(name, same).and(name, same)),
                OAuthError.INVALID_REQUEST);
        issued(gateway.token(exchange));
    }

    @Test
    @DisplayName("AS-T-01: unknown parameters are ignored, empty ones absent, resource may repeat")
    void unknownAndEmptyParametersAreIgnored() {
        issued(
                gateway.token(
                        exchange.and("x", "1")
                                .and("x", "2")
                                .and("scope", "")
                                .and("client_secret", "")
                                .and("resource", BASE + "/mcp")));
    }

    @ParameterizedTest
    @CsvSource({
        "grant_type, INVALID_REQUEST",
        "code, INVALID_REQUEST",
        "code_verifier, INVALID_REQUEST"
    })
    void aMissingParameterIsInvalid(String name, OAuthError error) {
        refused(gateway.token(exchange.without(name)), error);
        refused(gateway.token(exchange.with(name, "")), error);
        issued(gateway.token(exchange));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "client_credentials", "AUTHORIZATION_CODE", "é"})
    @DisplayName("AS-T-03, AS-X-09: another grant type is unsupported_grant_type")
    void anotherGrantTypeIsUnsupported(String type) {
        refused(
                gateway.token(exchange.with("grant_type", type)),
                OAuthError.UNSUPPORTED_GRANT_TYPE);
    }

    @ParameterizedTest
    @CsvSource({
        "code, jean_oauth_AAAA",
        "code, AAAA",
        "code, '='",
        "code, é",
        "code_verifier, wrong",
        "code_verifier, dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl",
        "redirect_uri, http://localhost:3119/callback",
        "redirect_uri, http://localhost:3118/callback/",
        "redirect_uri, é"
    })
    @DisplayName("AS-T-20, AS-T-21, AS-T-22: a failed attempt does not burn the code")
    void aFailedAttemptDoesNotBurnTheCode(String name, String value) {
        refused(gateway.token(exchange.with(name, value)), OAuthError.INVALID_GRANT);

        issued(gateway.token(exchange));
    }

    @Test
    @DisplayName("AS-T-20: the code of another client is invalid_grant and not burnt")
    void anotherClientsCodeIsRefused() {
        ClientInformation other = gateway.publicClient();

        refused(gateway.token(gateway.exchange(other, code)), OAuthError.INVALID_GRANT);
        issued(gateway.token(exchange));
    }

    @Test
    @DisplayName("AS-T-22: another client's replay does not revoke")
    void anotherClientsReplayRevokesNothing() {
        TokenResponse response = issued(gateway.token(exchange));
        gateway.clock.forward(Duration.ofMinutes(1));

        refused(
                gateway.token(gateway.exchange(gateway.publicClient(), code)),
                OAuthError.INVALID_GRANT);
        assertThat(gateway.check(response.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }

    @Test
    @DisplayName("AS-T-22: a repeat at once is invalid_grant and revokes nothing")
    void aRepeatAtOnceChangesNothing() {
        TokenResponse response = issued(gateway.token(exchange));
        gateway.clock.forward(Duration.ofSeconds(10).minusMillis(1));

        refused(gateway.token(exchange), OAuthError.INVALID_GRANT);
        assertThat(gateway.check(response.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
        issued(gateway.token(gateway.refresh(client, response.refreshToken())));
    }

    @Test
    @DisplayName("AS-T-22: a later replay revokes every token of the code")
    void aLateReplayRevokesTheGrant() {
        TokenResponse first = issued(gateway.token(exchange));
        TokenResponse second = issued(gateway.token(gateway.refresh(client, first.refreshToken())));
        gateway.clock.forward(Duration.ofSeconds(10));

        refused(gateway.token(exchange), OAuthError.INVALID_GRANT);

        for (TokenResponse dead : new TokenResponse[] {first, second}) {
            assertThat(gateway.check(dead.accessToken())).isInstanceOf(BearerCheck.Refused.class);
            refused(
                    gateway.token(gateway.refresh(client, dead.refreshToken())),
                    OAuthError.INVALID_GRANT);
        }
    }

    @Test
    @DisplayName("AS-A-20: a code lives 60 seconds, and 5 more for clocks that differ")
    void aCodeEnds() {
        gateway.clock.forward(Duration.ofSeconds(65));

        refused(gateway.token(exchange), OAuthError.INVALID_GRANT);
    }

    @Test
    void aCodeIsNoToken() {
        assertThat(gateway.check(Secret.of(code))).isInstanceOf(BearerCheck.Refused.class);
        refused(gateway.token(gateway.refresh(client, Secret.of(code))), OAuthError.INVALID_GRANT);
        TokenResponse response = issued(gateway.token(exchange));
        refused(
                gateway.token(exchange.with("code", response.refreshToken().reveal())),
                OAuthError.INVALID_GRANT);
        refused(
                gateway.token(exchange.with("code", response.accessToken().reveal())),
                OAuthError.INVALID_GRANT);
    }

    @Test
    @DisplayName("AS-D-03, AS-T-35: who asks for the code grant alone may refresh, and is told so")
    void everyClientMayRefresh() {
        ClientInformation once =
                InMemoryServer.registered(gateway.server.registration().register(codeGrantOnly()));

        assertThat(once.metadata().grantTypes())
                .containsExactly("authorization_code", "refresh_token");
        TokenResponse response = gateway.signIn(once);
        issued(gateway.token(gateway.refresh(once, response.refreshToken())));
    }

    @Test
    @DisplayName("AS-T-03: a grant type that the client may not use is unauthorized_client")
    void theGrantTypeMustBeRegistered() {
        ClientInformation once = gateway.withSecret(codeGrantOnly(), "secret");
        TokenResponse response = gateway.signIn(once);

        refused(
                gateway.token(gateway.refresh(once, response.refreshToken())),
                OAuthError.UNAUTHORIZED_CLIENT);
    }

    private static ClientMetadata codeGrantOnly() {
        return new ClientMetadata(
                List.of(InMemoryServer.LOOPBACK),
                null,
                "none",
                null,
                List.of("authorization_code"),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    @DisplayName("AS-T-06: a store that is away is never an OAuth verdict")
    void aStoreThatIsAwayIsNoVerdict() {
        gateway.store.away = true;
        assertThatThrownBy(() -> gateway.token(exchange))
                .isInstanceOf(StoreUnavailableException.class);

        gateway.store.away = false;
        issued(gateway.token(exchange));
    }

    @Test
    void theLivesOfClientAndAccountReachPastTheGrant() {
        gateway.clock.forward(Duration.ofSeconds(1));
        TokenResponse response = issued(gateway.token(exchange));
        for (int use = 0; use < 20; use++) {
            gateway.clock.forward(Duration.ofDays(29));
            response = issued(gateway.token(gateway.refresh(client, response.refreshToken())));
        }

        assertThat(gateway.check(response.accessToken())).isInstanceOf(BearerCheck.Allowed.class);
    }
}
