package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.OAuthFailure;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.ResourceMatch;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.spi.Observer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What both grants ask of a grant's surroundings before tokens go out, and what they say
 * afterwards.
 */
record GrantLife(
        Supplier<ProtectedResources> resources,
        Clients clients,
        Accounts accounts,
        TokenSettings settings,
        Sealer outer,
        PurposeKeys successors,
        InstantSource clock,
        SecureRandom random) {

    /** What stands in the way of tokens. */
    sealed interface Standing {
        /** Nothing; the grant rests on this account. */
        record Clear(Repository.Held<Account> account) implements Standing {}

        /** The upstream does not accept the API key of this account any more. */
        record KeyDead(Repository.Held<Account> account) implements Standing {}

        /** This. */
        record Blocked(OAuthFailure failure) implements Standing {}
    }

    /** Over all there is. */
    static GrantLife of(
            AuthorizationServerSettings settings,
            Repositories repositories,
            Clients clients,
            Observer observer,
            InstantSource clock,
            SecureRandom random) {
        Accounts accounts =
                new Accounts(
                        repositories, settings.secret(), life(settings.tokens()), observer, random);
        return new GrantLife(
                settings.resources(),
                clients,
                accounts,
                settings.tokens(),
                new Sealer(settings.secret(), MasterSecret.Purpose.OUTER),
                settings.secret().keys(MasterSecret.Purpose.SUCCESSORS),
                clock,
                random);
    }

    /** How long clients and accounts live past their last use: their grants always end first. */
    static Duration life(TokenSettings settings) {
        return settings.refreshLifetime().multipliedBy(2);
    }

    Minting minting() {
        return new Minting(clock.instant(), random, settings, outer, successors);
    }

    /** Whether tokens may go out for a grant whose credential is good. */
    Standing standing(Grant grant, Client client, Parameters parameters) {
        if (!grant.acceptsMethodOf(client)) {
            return new Standing.Blocked(
                    invalidGrant(
                            "the client has to authenticate as it did at consent; connect again",
                            "the client asks for less authentication than at consent"));
        }
        if (!fits(grant, parameters)) {
            return new Standing.Blocked(
                    new OAuthFailure(
                            OAuthError.INVALID_TARGET,
                            "resource is not the one that was granted, or is no longer served here; leave it out or send the granted one"));
        }
        return accounts.find(grant.account())
                .filter(account -> account.value().epoch() == grant.epoch())
                .map(account ->
                        leadsToUpstream(resources.get(), grant, account.value())
                                ? keyed(account)
                                : moved())
                .orElseGet(() ->
                        new Standing.Blocked(
                                invalidGrant(
                                        "this connection was ended; connect again",
                                        "the account is gone")));
    }

    /** Whether the granted URL is still one of the connector whose key this is. */
    static boolean leadsToUpstream(ProtectedResources resources, Grant grant, Account account) {
        return resources.match(grant.resource()) instanceof ResourceMatch.Found(var found)
                && found.connector().id().equals(account.connector());
    }

    private static Standing moved() {
        return new Standing.Blocked(
                invalidGrant(
                        "this URL leads to another MCP server now; connect again",
                        "the connector is another one, or gone"));
    }

    private static Standing keyed(Repository.Held<Account> account) {
        return account.value().keyDeadSince() == null
                ? new Standing.Clear(account)
                : new Standing.KeyDead(account);
    }

    static OAuthFailure deadKey() {
        return invalidGrant(
                "the API key behind this connection stopped working; connect again", "dead key");
    }

    /** The API key of a grant, for the refresh token in force; empty for any other. */
    Optional<Secret> apiKey(Grant grant, Credential refresh) {
        return grant.stage() instanceof Stage.Active active
                ? Custody.unwrap(active.refresh().wrap(), refresh, outer)
                        .flatMap(privateKey -> grant.custody().open(privateKey, grant.id(), outer))
                : Optional.empty();
    }

    /** Lets the client and the account live past the grant's new end. */
    void lengthen(Clients.Known client, Repository.Held<Account> account, Instant now) {
        clients.keep(client, now, life(settings));
        accounts.keep(account, now);
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
                .map(resources.get()::match)
                .allMatch(match ->
                        switch (match) {
                            case ResourceMatch.Found(ProtectedResource found) ->
                                    found.uri().equals(grant.resource());
                            case ResourceMatch.Origin _ -> true;
                            case ResourceMatch.Unknown _ -> false;
                        });
    }
}
