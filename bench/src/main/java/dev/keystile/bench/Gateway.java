package dev.keystile.bench;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.KeyCheck;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.AuthorizationServerSettings;
import dev.keystile.oauth.impl.ClientPolicy;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.TokenSettings;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** The real authorization server on a store, and what a person and a client do with it. */
final class Gateway implements AutoCloseable {
    private static final String CALLBACK = "http://localhost:3118/callback";
    private static final Connector CONNECTOR =
            new Connector(
                    new ConnectorId("jean"),
                    "Jean Memory",
                    URI.create("https://upstream.example.com/mcp"),
                    new ApiKeyHeader("x-api-key", null),
                    "jean_sk_",
                    null,
                    UserIdTrust.CLAIMED);
    private static final ProtectedResources RESOURCES =
            new ProtectedResources(new Issuer("https://mcp.example.com"), CONNECTOR);

    private final DefaultAuthorizationServer server;
    private final SecureRandom random;

    /** What one client holds. */
    record Connection(ClientInformation client, TokenResponse tokens) {}

    /** The upstream accepts every key. */
    Gateway(Store store, MasterSecret secret, InstantSource clock, SecureRandom random) {
        this.random = random;
        this.server =
                new DefaultAuthorizationServer(
                        new AuthorizationServerSettings(
                                RESOURCES,
                                TokenSettings.DEFAULT,
                                secret,
                                true,
                                new ClientPolicy(Set.of(), false, false, false)),
                        store,
                        (_, _, _) -> new KeyCheck.Accepted(null, "Jean Memory", List.of(), true),
                        RateLimiter.NONE,
                        Observer.NONE,
                        clock,
                        random);
    }

    ClientInformation register() {
        var metadata =
                new ClientMetadata(
                        List.of(CALLBACK),
                        "Example client",
                        "none",
                        null,
                        List.of("authorization_code", "refresh_token"),
                        List.of("code"),
                        null,
                        null,
                        null,
                        null,
                        null);
        return switch (server.registration().register(metadata)) {
            case RegistrationOutcome.Registered(ClientInformation client) -> client;
            case RegistrationOutcome.Refused refused -> throw unexpected(refused);
        };
    }

    /** A person with a key of their own signs in: consent, code, exchange. */
    Connection signIn(ClientInformation client) {
        String verifier = draw();
        return new Connection(client, exchange(client, consent(client, verifier), verifier));
    }

    Connection refresh(Connection connection) {
        TokenResponse next =
                token(
                        "grant_type", "refresh_token",
                        "client_id", connection.client().clientId().value(),
                        "refresh_token", connection.tokens().refreshToken().reveal());
        return new Connection(connection.client(), next);
    }

    void check(Connection connection) {
        BearerCheck answer =
                server.bearerTokens().check(connection.tokens().accessToken(), RESOURCES.shared());
        if (answer instanceof BearerCheck.Refused) {
            throw unexpected(answer);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    private String consent(ClientInformation client, String verifier) {
        AuthorizationOutcome outcome =
                server.authorization()
                        .authorize(new AuthorizationRequest(request(client, verifier), null));
        if (!(outcome instanceof AuthorizationOutcome.Ask ask)) {
            throw unexpected(outcome);
        }
        Secret apiKey = Secret.of("jean_sk_" + draw());
        Secret typed = ask.prompt().transaction();
        ConsentOutcome review =
                consent(new ConsentStep.Continue(typed, ask.browser(), apiKey, null));
        if (!(review instanceof ConsentOutcome.Review(var prompt))) {
            throw unexpected(review);
        }
        ConsentOutcome allowed =
                consent(new ConsentStep.Allow(prompt.transaction(), ask.browser()));
        if (!(allowed instanceof ConsentOutcome.Redirect(var response))) {
            throw unexpected(allowed);
        }
        String query = URI.create(response.location().reveal()).getRawQuery();
        return Parameters.parse(query).orElseThrow().value("code");
    }

    private ConsentOutcome consent(ConsentStep step) {
        return server.authorization().consent(step);
    }

    private static Parameters request(ClientInformation client, String verifier) {
        return parameters(
                "response_type",
                "code",
                "client_id",
                client.clientId().value(),
                "redirect_uri",
                CALLBACK,
                "code_challenge",
                challenge(verifier),
                "code_challenge_method",
                "S256",
                "state",
                "state",
                "scope",
                "mcp",
                "resource",
                RESOURCES.shared().uri());
    }

    private TokenResponse exchange(ClientInformation client, String code, String verifier) {
        return token(
                "grant_type", "authorization_code",
                "client_id", client.clientId().value(),
                "code", code,
                "code_verifier", verifier,
                "redirect_uri", CALLBACK);
    }

    private TokenResponse token(String... namesAndValues) {
        var request = new ClientRequest(parameters(namesAndValues), null);
        return switch (server.tokens().token(request)) {
            case TokenOutcome.Issued(TokenResponse response) -> response;
            case TokenOutcome.Refused refused -> throw unexpected(refused);
            case TokenOutcome.TooMany many -> throw unexpected(many);
            case TokenOutcome.Busy busy -> throw unexpected(busy);
        };
    }

    private static Parameters parameters(String... namesAndValues) {
        var text = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            text.append(i == 0 ? "" : "&").append(namesAndValues[i]).append('=');
            text.append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return Parameters.parse(text.toString()).orElseThrow();
    }

    private String draw() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static IllegalStateException unexpected(Object outcome) {
        return new IllegalStateException("unexpected: " + outcome.getClass().getSimpleName());
    }
}
