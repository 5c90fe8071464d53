package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.Tokens;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The steps that both grant types share, then the grant's own (RFC 6749 section 3.2). */
final class TokenEndpoint implements Tokens {
    private static final System.Logger LOG = System.getLogger(TokenEndpoint.class.getName());
    private static final Set<String> ONCE =
            Set.of(
                    "grant_type",
                    "code",
                    "redirect_uri",
                    "client_id",
                    "client_secret",
                    "client_assertion",
                    "client_assertion_type",
                    "code_verifier",
                    "refresh_token",
                    "scope");

    private final ClientAuthentication authentication;
    private final GrantRates rates;
    private final CodeGrant codeGrant;
    private final RefreshGrant refreshGrant;
    private final Observer observer;

    TokenEndpoint(
            ClientAuthentication authentication,
            GrantRates rates,
            CodeGrant codeGrant,
            RefreshGrant refreshGrant,
            Observer observer) {
        this.authentication = authentication;
        this.rates = rates;
        this.codeGrant = codeGrant;
        this.refreshGrant = refreshGrant;
        this.observer = observer;
    }

    @Override
    public TokenOutcome token(ClientRequest request) {
        Parameters parameters = request.parameters();
        Set<String> repeated = parameters.repeated(ONCE);
        if (!repeated.isEmpty()) {
            return refused(
                    OAuthError.INVALID_REQUEST,
                    "sent more than once: " + String.join(", ", repeated));
        }
        String name = parameters.value("grant_type");
        if (name == null) {
            return refused(OAuthError.INVALID_REQUEST, "grant_type is missing");
        }
        Optional<GrantType> type = GrantType.of(name);
        return type.isEmpty()
                ? refused(
                        OAuthError.UNSUPPORTED_GRANT_TYPE,
                        "grant_type must be authorization_code or refresh_token")
                : authenticated(type.get(), request);
    }

    @Override
    public boolean unread(String clientId) {
        return authentication.needsDocument(clientId);
    }

    private TokenOutcome authenticated(GrantType type, ClientRequest request) {
        return switch (authentication.authenticate(request)) {
            case ClientAuthentication.Outcome.Failed(OAuthFailure failure) ->
                    new TokenOutcome.Refused(failure);
            case ClientAuthentication.Outcome.Undecided(Duration retryAfter) ->
                    new TokenOutcome.Busy(retryAfter);
            case ClientAuthentication.Outcome.Authenticated(Clients.Known client) ->
                    client.client().allows(type)
                            ? dispatch(type, client, request.parameters())
                            : refused(
                                    OAuthError.UNAUTHORIZED_CLIENT,
                                    "the client did not register for this grant_type");
        };
    }

    private TokenOutcome dispatch(GrantType type, Clients.Known client, Parameters parameters) {
        Ruling ruling =
                rates.tooMany(type, parameters).orElseGet(() -> ruling(type, client, parameters));
        LOG.log(
                ruling.theft() ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                // Put together here: a pattern would be taken apart for each token.
                () ->
                        ruling.fact().text()
                                + " grant="
                                + ruling.grant()
                                + " client="
                                + client.client().id()
                                + " "
                                + ruling.reason());
        TokenFact.tell(observer, type, client.client().id(), ruling);
        return ruling.outcome();
    }

    private Ruling ruling(GrantType type, Clients.Known client, Parameters parameters) {
        return switch (type) {
            case AUTHORIZATION_CODE -> codeGrant.token(client, parameters);
            case REFRESH_TOKEN -> refreshGrant.token(client, parameters);
        };
    }

    private static TokenOutcome refused(OAuthError error, String description) {
        return new TokenOutcome.Refused(new OAuthFailure(error, description));
    }
}
