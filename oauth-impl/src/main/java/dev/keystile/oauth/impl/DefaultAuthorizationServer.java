package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Tokens;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Store;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The authorization server on a store. Safe for use by many threads; holds no state of its own but
 * caches.
 */
public final class DefaultAuthorizationServer implements AuthorizationServer {
    private final AuthorizationServerSettings settings;
    private final ClientRegistration registration;
    private final Authorization authorization;
    private final Tokens tokens;
    private final BearerTokens bearerTokens;
    private final Upkeep upkeep;
    private final KeyReplacement keyReplacement;

    /**
     * Wires it. The clock is read at every request; the random source must be cryptographically
     * strong and safe for use by many threads.
     */
    public DefaultAuthorizationServer(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            InstantSource clock,
            SecureRandom random) {
        this.settings = settings;
        Sealer outer = new Sealer(settings.secret(), MasterSecret.Purpose.OUTER);
        Repositories repositories = Repositories.of(store);
        NearCaches near = nearCaches(repositories, clock);
        store.watch(near);
        Accounts accounts =
                new Accounts(
                        repositories, settings.secret(), GrantLife.life(settings.tokens()), random);
        Clients known =
                new Clients(
                        repositories.clients(),
                        new UnusedClients(store, UnusedClients.MOST, random),
                        ClientDocuments.NONE);
        GrantLife life =
                new GrantLife(
                        settings.resources(),
                        known,
                        accounts,
                        settings.tokens(),
                        outer,
                        settings.secret().keys(MasterSecret.Purpose.SUCCESSORS),
                        clock,
                        random);
        this.registration = new Registration(known, settings.clients(), clock, random);
        this.authorization =
                new Consent(
                        settings,
                        new RequestValidation(known, settings.resources()),
                        verifier,
                        new GrantIssue(repositories.grants(), life, outer, random),
                        clock,
                        random);
        this.tokens =
                new TokenEndpoint(
                        new ClientAuthentication(known, clock),
                        new CodeGrant(repositories.grants(), life),
                        new RefreshGrant(repositories.grants(), life));
        this.bearerTokens = new BearerCheckpoint(settings.tokens().prefix(), near, outer, clock);
        this.upkeep = new Upkeep(store, repositories, life, random);
        this.keyReplacement = new KeyReplacement(repositories, accounts, life);
    }

    /**
     * Erases what is of no more use, and seals anew what lies under a replaced secret. To be called
     * every hour or so on each node; of all nodes that share the store one does the work.
     *
     * @return whether it was done here
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer;
     *     the next call goes on
     */
    public boolean upkeepIfDue() {
        return upkeep.runIfDue();
    }

    Upkeep.Round upkeep() {
        return upkeep.round();
    }

    KeyReplacement keyReplacement() {
        return keyReplacement;
    }

    @Override
    public AuthorizationServerMetadata metadata() {
        Issuer issuer = settings.issuer();
        return new AuthorizationServerMetadata(
                issuer,
                issuer.url("/oauth/authorize"),
                issuer.url("/oauth/token"),
                issuer.url("/oauth/register"),
                Scope.SUPPORTED.tokens(),
                List.of("code"),
                List.of("query"),
                GrantType.all(),
                AuthMethod.all(),
                List.of(Pkce.S256),
                true);
    }

    @Override
    public ClientRegistration registration() {
        return registration;
    }

    @Override
    public Authorization authorization() {
        return authorization;
    }

    @Override
    public Tokens tokens() {
        return tokens;
    }

    @Override
    public BearerTokens bearerTokens() {
        return bearerTokens;
    }

    private static NearCaches nearCaches(Repositories from, InstantSource clock) {
        return new NearCaches(
                new NearCache<>(clock, values(from.grants(), BearerCheckpoint.OpenGrant::of)),
                new NearCache<>(clock, values(from.accounts(), Function.identity())),
                new NearCache<>(clock, values(from.clients(), Function.identity())));
    }

    private static <A, V> Function<String, Optional<V>> values(
            Repository<A> repository, Function<A, V> view) {
        return id -> repository.find(id).map(held -> view.apply(held.value()));
    }
}
