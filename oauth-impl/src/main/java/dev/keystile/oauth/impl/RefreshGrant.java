package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code grant_type=refresh_token} with rotation (RFC 6749 section 6, OAuth 2.1 section 4.3). */
record RefreshGrant(Repository<Grant> grants, GrantLife life) {
    private static final System.Logger LOG = System.getLogger(RefreshGrant.class.getName());

    TokenOutcome token(Repository.Held<Client> client, Parameters parameters) {
        Secret refresh = parameters.secret("refresh_token");
        if (refresh == null) {
            return TokenEndpoint.refused(OAuthError.INVALID_REQUEST, "refresh_token is missing");
        }
        return Credential.parse(refresh, life.settings().prefix(), Credential.Kind.REFRESH)
                .flatMap(parsed ->
                        grants.update(
                                parsed.grant().value(),
                                grant -> decide(grant, parsed, client, parameters)))
                .orElseGet(() -> refused("no such token"));
    }

    private Repository.Decision<Grant, TokenOutcome> decide(
            Grant grant,
            Credential refresh,
            Repository.Held<Client> client,
            Parameters parameters) {
        if (!grant.client().equals(client.value().id())) {
            return new Repository.Decision.Leave<>(refused("of another client"));
        }
        Minting minting = life.minting();
        return switch (RefreshRotation.rotate(grant, refresh, minting)) {
            case RefreshRotation.Outcome.Rotated(Grant next, TokenPair tokens) ->
                    rotated(next, tokens, client, parameters, minting);
            case RefreshRotation.Outcome.RepeatedWithinGrace(TokenPair tokens) ->
                    new Repository.Decision.Leave<>(
                            unlessObstructed(grant, tokens, parameters, minting));
            case RefreshRotation.Outcome.Reused(Grant next) -> {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "token.reused grant={0} client={1}",
                        grant.id(),
                        grant.client());
                yield new Repository.Decision.Write<>(next, next.keptUntil(), refused("reused"));
            }
            case RefreshRotation.Outcome.TooFast(Duration retryAfter) ->
                    new Repository.Decision.Leave<>(new TokenOutcome.Busy(retryAfter));
            case RefreshRotation.Outcome.Refused(RefreshRotation.Refusal reason) ->
                    new Repository.Decision.Leave<>(refused(reason.name()));
        };
    }

    private Repository.Decision<Grant, TokenOutcome> rotated(
            Grant next,
            TokenPair tokens,
            Repository.Held<Client> client,
            Parameters parameters,
            Minting minting) {
        TokenOutcome answer = unlessObstructed(next, tokens, parameters, minting);
        if (answer instanceof TokenOutcome.Issued) {
            life.lengthen(next, client, minting.now());
            return new Repository.Decision.Write<>(next, next.keptUntil(), answer);
        }
        return new Repository.Decision.Leave<>(answer);
    }

    private TokenOutcome unlessObstructed(
            Grant grant, TokenPair tokens, Parameters parameters, Minting minting) {
        Optional<OAuthFailure> obstacle =
                scopeProblem(grant, parameters.value("scope"))
                        .or(() -> life.obstacle(grant, parameters));
        return obstacle.<TokenOutcome>map(failure -> new TokenOutcome.Refused(failure, false))
                .orElseGet(
                        () -> new TokenOutcome.Issued(life.response(grant, tokens, minting.now())));
    }

    /**
     * More than was granted is refused; scopes unknown here were dropped at authorization and are
     * dropped again.
     */
    private static Optional<OAuthFailure> scopeProblem(Grant grant, @Nullable String requested) {
        Scope known = Scope.parse(requested == null ? "" : requested).intersection(Scope.SUPPORTED);
        return grant.scope().containsAll(known.tokens())
                ? Optional.empty()
                : Optional.of(
                        new OAuthFailure(
                                OAuthError.INVALID_SCOPE, "scope asks for more than was granted"));
    }

    private static TokenOutcome refused(String detail) {
        LOG.log(System.Logger.Level.INFO, "token.refused reason={0}", detail);
        return new TokenOutcome.Refused(
                GrantLife.invalidGrant(
                        "the refresh token is not valid; start again at authorization", detail),
                false);
    }
}
