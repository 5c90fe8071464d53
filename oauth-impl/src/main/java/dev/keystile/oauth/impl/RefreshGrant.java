package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ResourceMatch;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code grant_type=refresh_token} with rotation (RFC 6749 section 6, OAuth 2.1 section 4.3). */
record RefreshGrant(Repository<Grant> grants, GrantLife life, KeyRevival revival) {
    Ruling token(Clients.Known client, Parameters parameters) {
        Secret refresh = parameters.secret("refresh_token");
        if (refresh == null) {
            return Ruling.refused(
                    new OAuthFailure(OAuthError.INVALID_REQUEST, "refresh_token is missing"), "");
        }
        return Credential.parse(refresh, life.settings().prefix(), Credential.Kind.REFRESH)
                .flatMap(credential ->
                        grants.update(
                                credential.grant().value(),
                                grant -> decide(grant, credential, client, parameters)))
                .orElseGet(() -> Ruling.refused(invalid("no such token"), ""));
    }

    private Repository.Decision<Grant, Ruling> decide(
            Grant grant, Credential refresh, Clients.Known client, Parameters parameters) {
        if (!grant.client().equals(client.client().id())) {
            return leave(grant, invalid("of another client"));
        }
        Minting minting = life.minting();
        Scope scope = narrowed(grant, parameters.value("scope"));
        return switch (RefreshRotation.rotate(grant, refresh, scope, minting)) {
            case RefreshRotation.Outcome.Rotated rotated ->
                    rotated(new Turn(grant, refresh, minting), rotated, client, parameters);
            case RefreshRotation.Outcome.RepeatedWithinGrace(TokenPair tokens) ->
                    repeated(grant, tokens, client, parameters, minting);
            case RefreshRotation.Outcome.Reused(Grant next) ->
                    new Repository.Decision.Write<>(
                            next,
                            next.keptUntil(),
                            Ruling.theft(invalid("reused"), TokenFact.REUSED, next));
            case RefreshRotation.Outcome.TooFast(Duration retryAfter) ->
                    new Repository.Decision.Leave<>(Ruling.busy(retryAfter, grant));
            case RefreshRotation.Outcome.Refused(RefreshRotation.Refusal reason) ->
                    leave(grant, invalid(reason.name()));
        };
    }

    /** A refresh: the grant before it, the token that asks, and the moment. */
    private record Turn(Grant grant, Credential refresh, Minting minting) {}

    private Repository.Decision<Grant, Ruling> rotated(
            Turn turn,
            RefreshRotation.Outcome.Rotated rotated,
            Clients.Known client,
            Parameters parameters) {
        Grant next = rotated.next();
        Minting minting = turn.minting();
        return switch (standing(next, client, parameters)) {
            case GrantLife.Standing.Blocked(OAuthFailure failure) -> leave(next, failure);
            case GrantLife.Standing.KeyDead(Repository.Held<Account> account) ->
                    revived(turn, account.value())
                            ? rotated(turn, rotated, client, parameters)
                            : leave(next, GrantLife.deadKey());
            case GrantLife.Standing.Clear(Repository.Held<Account> account) -> {
                life.lengthen(client, account, minting.now());
                yield new Repository.Decision.Write<>(
                        next,
                        next.keptUntil(),
                        issued(TokenFact.ROTATED, next, rotated.tokens(), minting));
            }
        };
    }

    /** Clients come back with a refresh once their access tokens are over: that is use, too. */
    private boolean revived(Turn turn, Account account) {
        return life.apiKey(turn.grant(), turn.refresh())
                .filter(apiKey ->
                        life.resources().get().match(turn.grant().resource())
                                        instanceof ResourceMatch.Found(ProtectedResource found)
                                && revival.onUse(
                                        account.id(), found.connector(), apiKey, found.user()))
                .isPresent();
    }

    private Repository.Decision<Grant, Ruling> repeated(
            Grant grant,
            TokenPair tokens,
            Clients.Known client,
            Parameters parameters,
            Minting minting) {
        return switch (standing(grant, client, parameters)) {
            case GrantLife.Standing.Blocked(OAuthFailure failure) -> leave(grant, failure);
            case GrantLife.Standing.KeyDead _ -> leave(grant, GrantLife.deadKey());
            case GrantLife.Standing.Clear _ ->
                    new Repository.Decision.Leave<>(
                            issued(TokenFact.REPEATED, grant, tokens, minting));
        };
    }

    private Ruling issued(TokenFact fact, Grant grant, TokenPair tokens, Minting minting) {
        return Ruling.issued(
                new TokenOutcome.Issued(life.response(tokens, minting.now())), fact, grant);
    }

    private GrantLife.Standing standing(Grant grant, Clients.Known client, Parameters parameters) {
        return scopeProblem(grant, parameters.value("scope"))
                .<GrantLife.Standing>map(GrantLife.Standing.Blocked::new)
                .orElseGet(() -> life.standing(grant, client.client(), parameters));
    }

    /**
     * What the new access token covers: the part that was asked for; all of the grant when that is
     * of no use at a resource.
     */
    private static Scope narrowed(Grant grant, @Nullable String requested) {
        Scope known = known(requested);
        return known.covers(Scope.MCP_READ) ? known : grant.scope();
    }

    /**
     * More than was granted is refused; scopes unknown here were dropped at authorization and are
     * dropped again.
     */
    private static Optional<OAuthFailure> scopeProblem(Grant grant, @Nullable String requested) {
        return grant.scope().covers(known(requested))
                ? Optional.empty()
                : Optional.of(
                        new OAuthFailure(
                                OAuthError.INVALID_SCOPE, "scope asks for more than was granted"));
    }

    private static Scope known(@Nullable String requested) {
        return Scope.parse(requested == null ? "" : requested).intersection(Scope.SUPPORTED);
    }

    private static Repository.Decision<Grant, Ruling> leave(Grant grant, OAuthFailure failure) {
        return new Repository.Decision.Leave<>(Ruling.refused(failure, grant.id().value()));
    }

    private static OAuthFailure invalid(String detail) {
        return GrantLife.invalidGrant(
                "the refresh token is not valid; start again at authorization", detail);
    }
}
