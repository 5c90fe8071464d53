package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import dev.keystile.oauth.api.spi.LoginStart;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A provider that is known by its issuer (OpenID Connect Discovery 1.0) and asked by the code flow
 * (OpenID Connect Core 1.0 section 3.1). It is asked for nothing before the first sign-in, so one
 * that is away keeps no server from starting.
 */
public final class OpenIdProvider implements IdentityProvider, AutoCloseable {
    /** For each of the requests to the provider, three at most in a sign-in. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(OpenIdProvider.class.getName());

    private final String name;
    private final ProviderHttp http;
    private final Discovery discovery;
    private final SignInRequest request;
    private final CodeExchange exchange;
    private final IdTokenCheck idTokens;

    /** Asks nothing yet. */
    public OpenIdProvider(OpenIdSettings settings, InstantSource clock) {
        this(settings, PATIENCE, clock);
    }

    OpenIdProvider(OpenIdSettings settings, Duration patience, InstantSource clock) {
        this.name = settings.name();
        this.http = new ProviderHttp(patience);
        this.discovery = new Discovery(settings.issuer().toString(), http::document, clock);
        this.request = new SignInRequest(settings);
        this.exchange = new CodeExchange(settings, http);
        this.idTokens =
                new IdTokenCheck(
                        new IdTokenRules(settings.clientId(), settings.freshLogin()),
                        new PublishedKeys(http::document, clock),
                        clock);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LoginStart start(Login login, Secret state, String language) {
        return switch (discovery.find()) {
            case Discovery.Lookup.Found(ProviderMetadata metadata) ->
                    new LoginStart.To(request.url(metadata, login, state, language));
            case Discovery.Lookup.Missing(String detail) -> {
                tell(new LoginAnswer.Unavailable(detail));
                yield new LoginStart.Unavailable(detail);
            }
        };
    }

    @Override
    public LoginAnswer finish(Login login, Parameters answer) {
        LoginAnswer outcome =
                switch (discovery.find()) {
                    case Discovery.Lookup.Found(ProviderMetadata metadata) ->
                            read(answer, metadata, login);
                    case Discovery.Lookup.Missing(String detail) ->
                            new LoginAnswer.Unavailable(detail);
                };
        tell(outcome);
        return outcome;
    }

    /** Lets go of what is under way. */
    @Override
    public void close() {
        http.close();
    }

    private LoginAnswer read(Parameters answer, ProviderMetadata metadata, Login login) {
        return switch (SignInAnswer.read(answer, metadata)) {
            case SignInAnswer.Code(Secret code) -> redeem(code, metadata, login);
            case SignInAnswer.Denied(String detail) -> new LoginAnswer.Denied(detail);
            case SignInAnswer.Refused(String detail) -> new LoginAnswer.Refused(detail);
            case SignInAnswer.Unavailable(String detail) -> new LoginAnswer.Unavailable(detail);
        };
    }

    private LoginAnswer redeem(Secret code, ProviderMetadata metadata, Login login) {
        return switch (exchange.redeem(metadata, code, login.codeVerifier())) {
            case CodeExchange.Outcome.Token(Secret idToken) ->
                    idTokens.check(idToken, metadata, login);
            case CodeExchange.Outcome.Refused(String detail) -> new LoginAnswer.Refused(detail);
            case CodeExchange.Outcome.Unavailable(String detail) ->
                    new LoginAnswer.Unavailable(detail);
        };
    }

    private void tell(LoginAnswer outcome) {
        switch (outcome) {
            case LoginAnswer.Identified _ -> {}
            case LoginAnswer.Denied(String detail) ->
                    LOG.log(Level.INFO, "identity.denied reason={0}", detail);
            case LoginAnswer.Refused(String detail) -> {
                discovery.doubt();
                LOG.log(Level.INFO, "identity.refused reason={0}", detail);
            }
            case LoginAnswer.Unavailable(String detail) -> {
                discovery.doubt();
                LOG.log(Level.WARNING, "identity.unavailable reason={0}", detail);
            }
        }
    }
}
