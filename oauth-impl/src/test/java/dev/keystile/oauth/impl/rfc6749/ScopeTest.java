package dev.keystile.oauth.impl.rfc6749;

import static dev.keystile.oauth.impl.InMemoryServer.LOOPBACK;
import static dev.keystile.oauth.impl.InMemoryServer.issued;
import static dev.keystile.oauth.impl.InMemoryServer.refused;
import static dev.keystile.oauth.impl.InMemoryServer.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.impl.Form;
import dev.keystile.oauth.impl.InMemoryServer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {
    private final InMemoryServer gateway = new InMemoryServer();
    private final ClientInformation client = gateway.publicClient();

    @ParameterizedTest
    @CsvSource({
        "mcp, mcp",
        "'', mcp",
        "' mcp', mcp",
        "'  mcp   offline_access ', mcp offline_access",
        "offline_access, mcp offline_access",
        "openid profile, mcp",
        "mcp mcp, mcp",
        "mcp mcp:read offline_access, mcp offline_access",
        "mcp:read, mcp:read",
        "mcp:read offline_access, mcp:read offline_access",
        "mcp:write mcp:read, mcp:read",
        "admin mcp offline_access, mcp offline_access"
    })
    @DisplayName("AS-A-10, W-12: unknown scopes are dropped, spaces forgiven")
    void scopesAreNarrowedSilently(String requested, String granted) {
        String code = gateway.code(gateway.authorization(client).with("scope", requested));

        assertThat(issued(gateway.token(gateway.exchange(client, code))).scope().toString())
                .isEqualTo(granted);
    }

    @ParameterizedTest
    @CsvSource({
        "mcp:read, mcp, mcp:read",
        "mcp:read, '', mcp:read",
        "mcp:read, openid, mcp:read",
        "mcp, mcp:read, mcp:read",
        "mcp, mcp, mcp",
        "offline_access, '', mcp",
        "openid, mcp, mcp"
    })
    @DisplayName(
            "AS-A-10: a client gets no more than it registered for, if it named a scope of ours")
    void aRegisteredScopeIsTheMost(String registered, String requested, String granted) {
        ClientInformation narrow = registeredFor(registered);
        Form form = gateway.authorization(narrow).with("scope", requested);

        assertThat(issued(gateway.token(gateway.exchange(narrow, gateway.code(form)))).scope())
                .isEqualTo(Scope.parse(granted));
    }

    @Test
    @DisplayName("AS-T-32: a refresh may ask for less, for its access token only")
    void aRefreshMayNarrow() {
        Form first = gateway.refresh(client, gateway.signIn(client).refreshToken());

        TokenResponse narrow = issued(gateway.token(first.with("scope", "mcp:read")));
        TokenResponse wide = issued(gateway.token(gateway.refresh(client, narrow.refreshToken())));

        assertThat(narrow.scope()).isEqualTo(Scope.parse("mcp:read"));
        assertThat(scopeOf(narrow)).isEqualTo(Scope.parse("mcp:read"));
        assertThat(wide.scope()).isEqualTo(Scope.parse("mcp"));
        assertThat(scopeOf(wide)).isEqualTo(Scope.parse("mcp"));
        assertThat(scopeOf(narrow)).as("as issued").isEqualTo(Scope.parse("mcp:read"));
    }

    @Test
    @DisplayName("AS-T-33: a repeat within the grace reports the scope of its own rotation")
    void aRepeatReportsTheRecordedScope() {
        Form first = gateway.refresh(client, gateway.signIn(client).refreshToken());
        TokenResponse narrow = issued(gateway.token(first.with("scope", "mcp:read")));

        assertThat(issued(gateway.token(first))).isEqualTo(narrow);
        assertThat(issued(gateway.token(first.with("scope", "mcp")))).isEqualTo(narrow);
    }

    @Test
    @DisplayName("AS-T-32: who was granted reading only cannot refresh into more")
    void aRefreshMayNotWiden() {
        String code = gateway.code(gateway.authorization(client).with("scope", "mcp:read"));
        TokenResponse read = issued(gateway.token(gateway.exchange(client, code)));
        Form refresh = gateway.refresh(client, read.refreshToken());

        refused(gateway.token(refresh.with("scope", "mcp")), OAuthError.INVALID_SCOPE);
        refused(gateway.token(refresh.with("scope", "mcp:read mcp")), OAuthError.INVALID_SCOPE);
        assertThat(issued(gateway.token(refresh)).scope()).isEqualTo(Scope.parse("mcp:read"));
    }

    private Scope scopeOf(TokenResponse tokens) {
        return ((BearerCheck.Allowed) gateway.check(tokens.accessToken())).access().scope();
    }

    private ClientInformation registeredFor(String scope) {
        ClientMetadata plain = InMemoryServer.metadata("none", LOOPBACK);
        return registered(
                gateway.server
                        .registration()
                        .register(
                                new ClientMetadata(
                                        plain.redirectUris(),
                                        plain.clientName(),
                                        plain.tokenEndpointAuthMethod(),
                                        null,
                                        List.of(),
                                        List.of(),
                                        scope,
                                        null,
                                        null,
                                        null,
                                        null)));
    }
}
