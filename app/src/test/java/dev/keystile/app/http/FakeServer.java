package dev.keystile.app.http;

import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.Introspection;
import dev.keystile.oauth.api.IntrospectionOutcome;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyNames;
import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Revocation;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.Tokens;
import dev.keystile.oauth.api.UpstreamSessions;
import java.util.List;
import java.util.function.Function;

/** An authorization server that answers what a test tells it to, and refuses all else. */
final class FakeServer implements AuthorizationServer {
    private static final OAuthFailure NO =
            new OAuthFailure(OAuthError.INVALID_REQUEST, "refused by the fake");

    private final Issuer issuer;
    volatile boolean documents = true;
    volatile Function<ClientMetadata, RegistrationOutcome> register =
            _ -> new RegistrationOutcome.Refused(NO);
    volatile Function<AuthorizationRequest, AuthorizationOutcome> authorize =
            _ -> new AuthorizationOutcome.Refused(NO);
    volatile Function<ConsentStep, ConsentOutcome> consent = _ -> new ConsentOutcome.Expired();
    volatile Function<ClientRequest, TokenOutcome> token = _ -> new TokenOutcome.Refused(NO);

    final FakeAccounts accounts = new FakeAccounts();
    final FakeIdentityLogin identities = new FakeIdentityLogin();
    final FakeManagement management = new FakeManagement();
    volatile Function<ClientRequest, RevocationOutcome> revoke =
            _ -> new RevocationOutcome.Refused(NO);
    volatile Function<ClientRequest, IntrospectionOutcome> introspect =
            _ -> new IntrospectionOutcome.Refused(NO);

    FakeServer(Issuer issuer) {
        this.issuer = issuer;
    }

    @Override
    public AuthorizationServerMetadata metadata() {
        return new AuthorizationServerMetadata(
                issuer,
                issuer.url("/oauth/authorize"),
                issuer.url("/oauth/token"),
                issuer.url("/oauth/register"),
                List.of("mcp"),
                List.of("code"),
                List.of(),
                List.of("authorization_code", "refresh_token"),
                List.of("none", "client_secret_post"),
                List.of(),
                List.of("S256"),
                true,
                documents,
                issuer.url("/oauth/revoke"),
                List.of("none", "client_secret_post"),
                null,
                List.of());
    }

    @Override
    public ClientRegistration registration() {
        return requested -> register.apply(requested);
    }

    @Override
    public ClientManagement clientManagement() {
        return management;
    }

    @Override
    public Authorization authorization() {
        return new Authorization() {
            @Override
            public AuthorizationOutcome authorize(AuthorizationRequest request) {
                return authorize.apply(request);
            }

            @Override
            public ConsentOutcome consent(ConsentStep step) {
                return consent.apply(step);
            }
        };
    }

    @Override
    public Tokens tokens() {
        return new Tokens() {
            @Override
            public TokenOutcome token(ClientRequest request) {
                return token.apply(request);
            }

            @Override
            public boolean unread(String clientId) {
                return clientId.startsWith("https://unread.");
            }
        };
    }

    @Override
    public Revocation revocation() {
        return request -> revoke.apply(request);
    }

    @Override
    public Introspection introspection() {
        return request -> introspect.apply(request);
    }

    @Override
    public UpstreamSessions upstreamSessions() {
        throw new UnsupportedOperationException("the bridge is not part of these tests");
    }

    @Override
    public BearerTokens bearerTokens() {
        throw new UnsupportedOperationException("the routes check no tokens");
    }

    @Override
    public KeyReports keyReports() {
        throw new UnsupportedOperationException("the routes know of no upstream");
    }

    @Override
    public KeyNames keyNames() {
        throw new UnsupportedOperationException("the routes see no key");
    }

    @Override
    public IdentityLogin identityLogin() {
        return identities;
    }

    @Override
    public AccountAccess accountAccess() {
        return accounts;
    }
}
