package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Revocation;
import dev.keystile.oauth.api.RevocationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Ends tokens for the clients that hold them (RFC 7009). {@code token_type_hint} is not needed: a
 * token says itself what it is.
 */
record RevocationEndpoint(
        ClientAuthentication authentication,
        Repository<Grant> grants,
        String prefix,
        Observer observer,
        InstantSource clock)
        implements Revocation {
    private static final System.Logger LOG = System.getLogger(RevocationEndpoint.class.getName());
    private static final Set<String> ONCE =
            Set.of(
                    "token",
                    "token_type_hint",
                    "client_id",
                    "client_secret",
                    "client_assertion",
                    "client_assertion_type");

    @Override
    public RevocationOutcome revoke(ClientRequest request) {
        Parameters parameters = request.parameters();
        Set<String> repeated = parameters.repeated(ONCE);
        if (!repeated.isEmpty()) {
            return refused("sent more than once: " + String.join(", ", repeated));
        }
        Secret token = parameters.secret("token");
        if (token == null) {
            return refused("token is missing");
        }
        return switch (authentication.authenticate(request)) {
            case ClientAuthentication.Outcome.Failed(OAuthFailure failure) ->
                    new RevocationOutcome.Refused(failure);
            case ClientAuthentication.Outcome.Undecided(Duration retryAfter) ->
                    new RevocationOutcome.Busy(retryAfter);
            case ClientAuthentication.Outcome.Authenticated(Clients.Known known) ->
                    revoke(token, known.client());
        };
    }

    private RevocationOutcome revoke(Secret token, Client client) {
        Optional<Credential> credential = Credential.parse(token, prefix);
        return credential
                .flatMap(known ->
                        grants.update(known.grant().value(), grant -> decide(grant, known, client)))
                .map(outcome -> answer(outcome, credential.get(), client))
                .orElseGet(RevocationOutcome.Done::new);
    }

    private Repository.Decision<Grant, TokenRevocation.Outcome> decide(
            Grant grant, Credential token, Client client) {
        TokenRevocation.Outcome outcome =
                TokenRevocation.revoke(grant, token, client, clock.instant());
        return switch (outcome) {
            case TokenRevocation.Outcome.Ended(Grant next) ->
                    new Repository.Decision.Write<>(next, next.keptUntil(), outcome);
            case TokenRevocation.Outcome.Over _,
                    TokenRevocation.Outcome.Unknown _,
                    TokenRevocation.Outcome.Refused _ ->
                    new Repository.Decision.Leave<>(outcome);
        };
    }

    private RevocationOutcome answer(
            TokenRevocation.Outcome outcome, Credential token, Client client) {
        return switch (outcome) {
            case TokenRevocation.Outcome.Ended _ -> {
                log("token.revoked", token, client, "kind", token.kind());
                if (token.kind() == Credential.Kind.REFRESH) {
                    observer.note(new Event.GrantEnded(token.grant(), Event.EndedBy.CLIENT));
                }
                yield new RevocationOutcome.Done();
            }
            case TokenRevocation.Outcome.Over _, TokenRevocation.Outcome.Unknown _ ->
                    new RevocationOutcome.Done();
            case TokenRevocation.Outcome.Refused(TokenRevocation.Refusal reason) -> {
                log("revocation.refused", token, client, "reason", reason);
                yield refused(reason);
            }
        };
    }

    /** RFC 7009 section 2.1 has the request refused; the code is that of RFC 6749 section 5.2. */
    private static RevocationOutcome refused(TokenRevocation.Refusal reason) {
        String description =
                switch (reason) {
                    case ANOTHER_CLIENT -> "the token was issued to another client";
                    case WEAKER_AUTHENTICATION ->
                            "the client has to authenticate as it did at consent";
                };
        return new RevocationOutcome.Refused(
                new OAuthFailure(OAuthError.INVALID_GRANT, description));
    }

    private static RevocationOutcome refused(String description) {
        return new RevocationOutcome.Refused(
                new OAuthFailure(OAuthError.INVALID_REQUEST, description));
    }

    private static void log(
            String event, Credential token, Client client, String name, Enum<?> value) {
        LOG.log(
                System.Logger.Level.INFO,
                "{0} grant={1} client={2} {3}={4}",
                event,
                token.grant(),
                client.id(),
                name,
                value.name().toLowerCase(Locale.ROOT));
    }
}
