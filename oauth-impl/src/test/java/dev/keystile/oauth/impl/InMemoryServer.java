package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/** The whole authorization server, and everything that a client and a person do with it. */
public final class InMemoryServer extends Installation {
    private final boolean reviewed;

    public InMemoryServer() {
        this(Setup.NORMAL);
    }

    /** Another installation: other random draws, another secret. */
    public InMemoryServer(long seed) {
        this(Setup.NORMAL.seeded(seed));
    }

    /** One that these may ask about tokens. */
    public InMemoryServer(IntrospectionCallers callers) {
        this(Setup.NORMAL.asked(callers));
    }

    /** On a store of another make. */
    public InMemoryServer(Function<InstantSource, Store> makeStore) {
        this(Setup.NORMAL.on(makeStore));
    }

    public InMemoryServer(String base, TokenSettings tokens, boolean review, UserIdTrust trust) {
        this(
                new Setup(
                        1,
                        base,
                        tokens,
                        review,
                        trust,
                        IntrospectionCallers.NONE,
                        MemoryStore::new,
                        List.of()));
    }

    /** One with these connectors beside the default one. */
    public InMemoryServer(Connector... others) {
        this(Setup.NORMAL.beside(others));
    }

    InMemoryServer(Setup setup) {
        super(setup);
        reviewed = setup.review();
    }

    // --- registration

    public static ClientMetadata metadata(String method, String... redirectUris) {
        return new ClientMetadata(
                List.of(redirectUris),
                "Test client",
                method,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    public ClientInformation register(String method, String... redirectUris) {
        return registered(server.registration().register(metadata(method, redirectUris)));
    }

    /** A client that signs its assertions with one of these keys. */
    public ClientInformation registerKeys(ClientKeys keys) {
        return registered(server.registration().register(metadata(keys)));
    }

    public static ClientMetadata metadata(ClientKeys keys) {
        return new ClientMetadata(
                List.of(WEB),
                "Test client",
                "private_key_jwt",
                keys,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    public ClientInformation publicClient() {
        return register("none", LOOPBACK);
    }

    public static ClientInformation registered(RegistrationOutcome outcome) {
        assertThat(outcome).isInstanceOf(RegistrationOutcome.Registered.class);
        return ((RegistrationOutcome.Registered) outcome).client();
    }

    // --- authorization

    public Form authorization(ClientInformation client) {
        return Form.of(
                "response_type",
                "code",
                "client_id",
                client.clientId().value(),
                "redirect_uri",
                client.metadata().redirectUris().getFirst(),
                "code_challenge",
                GrantFixture.CHALLENGE,
                "code_challenge_method",
                "S256",
                "state",
                STATE,
                "scope",
                "mcp",
                "resource",
                resources.shared().uri());
    }

    public AuthorizationOutcome authorize(Form form) {
        return authorize(form, null);
    }

    public AuthorizationOutcome authorize(Form form, Secret browser) {
        return server.authorization()
                .authorize(new AuthorizationRequest(form.parameters(), browser));
    }

    public AuthorizationOutcome.Ask ask(Form form) {
        AuthorizationOutcome outcome = authorize(form);
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Ask.class);
        return (AuthorizationOutcome.Ask) outcome;
    }

    public ConsentOutcome type(AuthorizationOutcome.Ask ask, Secret apiKey, String userId) {
        return consent(
                new ConsentStep.Continue(
                        ask.prompt().transaction(), ask.browser(), apiKey, userId));
    }

    public ConsentOutcome type(AuthorizationOutcome.Ask ask) {
        return type(ask, API_KEY, null);
    }

    public ConsentOutcome consent(ConsentStep step) {
        return server.authorization().consent(step);
    }

    public static ConsentOutcome.Review review(ConsentOutcome outcome) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.Review.class);
        return (ConsentOutcome.Review) outcome;
    }

    public static AuthorizationResponse redirect(ConsentOutcome outcome) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.Redirect.class);
        return ((ConsentOutcome.Redirect) outcome).response();
    }

    public static AuthorizationResponse redirect(AuthorizationOutcome outcome) {
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Redirect.class);
        return ((AuthorizationOutcome.Redirect) outcome).response();
    }

    public static Parameters query(AuthorizationResponse response) {
        return Parameters.parse(URI.create(response.location().reveal()).getRawQuery())
                .orElseThrow();
    }

    public AuthorizationResponse allow(Form form) {
        return allow(form, API_KEY, null);
    }

    public AuthorizationResponse allow(Form form, Secret apiKey, String userId) {
        AuthorizationOutcome.Ask ask = ask(form);
        ConsentOutcome typed = type(ask, apiKey, userId);
        if (!reviewed) {
            return redirect(typed);
        }
        ConsentOutcome.Review review = review(typed);
        return redirect(
                consent(new ConsentStep.Allow(review.prompt().transaction(), ask.browser())));
    }

    public String code(ClientInformation client) {
        return code(authorization(client));
    }

    public String code(Form form) {
        return query(allow(form)).value("code");
    }

    // --- tokens

    public Form exchange(ClientInformation client, String code) {
        Form form =
                Form.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        client.clientId().value(),
                        "code",
                        code,
                        "code_verifier",
                        GrantFixture.VERIFIER,
                        "redirect_uri",
                        client.metadata().redirectUris().getFirst(),
                        "resource",
                        resources.shared().uri());
        return authenticated(form, client);
    }

    public Form refresh(ClientInformation client, Secret refreshToken) {
        Form form =
                Form.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client.clientId().value(),
                        "refresh_token",
                        refreshToken.reveal());
        return authenticated(form, client);
    }

    /** The form with what the client proves itself with in the body. */
    public static Form authenticated(Form form, ClientInformation client) {
        Secret secret = client.clientSecret();
        return secret == null ? form : form.and("client_secret", secret.reveal());
    }

    public TokenOutcome token(Form form) {
        return token(form, null);
    }

    public TokenOutcome token(Form form, String authorization) {
        return server.tokens()
                .token(
                        new ClientRequest(
                                form.parameters(),
                                authorization == null ? null : Secret.of(authorization)));
    }

    public static String basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    public static TokenResponse issued(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Issued.class);
        return ((TokenOutcome.Issued) outcome).response();
    }

    public static TokenOutcome.Refused refused(TokenOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Refused.class);
        TokenOutcome.Refused refused = (TokenOutcome.Refused) outcome;
        assertThat(refused.failure().error()).isEqualTo(error);
        assertThat(refused.failure().description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        return refused;
    }

    public TokenResponse signIn(ClientInformation client) {
        return issued(token(exchange(client, code(client))));
    }

    // --- bearer check

    public BearerCheck check(Secret token) {
        return check(token, resources.shared());
    }

    /** What a good token at the shared URL gives. */
    public Access allowed(Secret token) {
        BearerCheck check = check(token);
        assertThat(check).isInstanceOf(BearerCheck.Allowed.class);
        return ((BearerCheck.Allowed) check).access();
    }

    public void assertRefused(Secret token, BearerProblem problem) {
        assertThat(check(token)).isEqualTo(new BearerCheck.Refused(problem));
    }

    public boolean live(GrantId grant) {
        return server.bearerTokens().live(grant);
    }

    public BearerCheck check(Secret token, ProtectedResource resource) {
        return server.bearerTokens().check(token, resource);
    }

    public ProtectedResource personal(String user) {
        return resources.personal(new UserId(user));
    }
}
