package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ResourceMatch;
import dev.keystile.oauth.api.TokenResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What both grants ask of a grant's surroundings before tokens go out, and what they say
 * afterwards.
 */
record GrantLife(
        ProtectedResources resources,
        Clients clients,
        Accounts accounts,
        TokenSettings settings,
        Sealer outer,
        PurposeKeys successors,
        InstantSource clock,
        SecureRandom random) {

    /** How long clients and accounts live past their last use: their grants always end first. */
    static Duration life(TokenSettings settings) {
        return settings.refreshLifetime().multipliedBy(2);
    }

    Minting minting() {
        return new Minting(clock.instant(), random, settings, outer, successors);
    }

    /**
     * Why no token may go out for this grant although the credential is good; empty when all is
     * well.
     */
    Optional<OAuthFailure> obstacle(Grant grant, Client client, Parameters parameters) {
        if (!grant.acceptsMethodOf(client)) {
            return Optional.of(
                    invalidGrant(
                            "the client has to authenticate as it did at consent; connect again",
                            "the client asks for less authentication than at consent"));
        }
        if (!fits(grant, parameters)) {
            return Optional.of(
                    new OAuthFailure(
                            OAuthError.INVALID_TARGET,
                            "resource is not the one that was granted; leave it out or send that one"));
        }
        Optional<Account> account = accounts.find(grant.account()).map(Repository.Held::value);
        if (account.isEmpty() || account.get().epoch() != grant.epoch()) {
            return Optional.of(
                    invalidGrant(
                            "this connection was ended; connect again", "the account is gone"));
        }
        return account.get().keyDeadSince() == null
                ? Optional.empty()
                : Optional.of(
                        invalidGrant(
                                "the API key behind this connection stopped working; connect again",
                                "dead key"));
    }

    /** Lets the client and the account live past the grant's new end. */
    void lengthen(Grant grant, Clients.Known client, Instant now) {
        clients.keep(client, now, life(settings));
        lengthen(grant, now);
    }

    /** The same for the account alone. */
    void lengthen(Grant grant, Instant now) {
        accounts.find(grant.account()).ifPresent(account -> accounts.keep(account, now));
    }

    TokenResponse response(TokenPair tokens, Instant now) {
        return new TokenResponse(
                tokens.access().print(settings.prefix()),
                Math.max(0, Duration.between(now, tokens.accessEnds()).toSeconds()),
                tokens.refresh().print(settings.prefix()),
                tokens.scope());
    }

    static OAuthFailure invalidGrant(String description, String detail) {
        return new OAuthFailure(OAuthError.INVALID_GRANT, description, detail);
    }

    /** RFC 8707 section 2.2; the bare origin counts as the granted resource. */
    private boolean fits(Grant grant, Parameters parameters) {
        return parameters.values("resource").stream()
                .map(resources::match)
                .allMatch(match ->
                        switch (match) {
                            case ResourceMatch.Found(ProtectedResource found) ->
                                    found.uri().equals(grant.resource());
                            case ResourceMatch.Origin _ -> true;
                            case ResourceMatch.Unknown _ -> false;
                        });
    }
}
