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
import java.util.function.Consumer;
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
        NearCaches near = nearCaches(store, clock);
        Repository<Client> clients = clients(store, near.clients()::drop);
        Repository<Grant> grants = grants(store, near.grants()::drop);
        Accounts accounts =
                new Accounts(
                        accounts(store, near.accounts()::drop),
                        new Repository<>(store, Store.Kind.KEY_INDEX, new KeyIndexCodec(), _ -> {}),
                        settings.secret(),
                        GrantLife.life(settings.tokens()),
                        random);
        Clients known = new Clients(clients, ClientDocuments.NONE);
        GrantLife life =
                new GrantLife(
                        settings.resources(),
                        known,
                        accounts,
                        settings.tokens(),
                        outer,
                        Bytes.of(settings.secret().key(MasterSecret.Purpose.SUCCESSORS)),
                        clock,
                        random);
        this.registration = new Registration(clients, settings.clients(), clock, random);
        this.authorization =
                new Consent(
                        settings,
                        new RequestValidation(known, settings.resources()),
                        verifier,
                        new GrantIssue(grants, life, outer, random),
                        clock,
                        random);
        this.tokens =
                new TokenEndpoint(
                        new ClientAuthentication(known, clock),
                        new CodeGrant(grants, life),
                        new RefreshGrant(grants, life));
        this.bearerTokens = new BearerCheckpoint(settings.tokens().prefix(), near, outer, clock);
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

    private static NearCaches nearCaches(Store store, InstantSource clock) {
        return new NearCaches(
                new NearCache<>(
                        clock, values(grants(store, _ -> {}), BearerCheckpoint.OpenGrant::of)),
                new NearCache<>(clock, values(accounts(store, _ -> {}), Function.identity())),
                new NearCache<>(clock, values(clients(store, _ -> {}), Function.identity())));
    }

    private static <A, V> Function<String, Optional<V>> values(
            Repository<A> repository, Function<A, V> view) {
        return id -> repository.find(id).map(held -> view.apply(held.value()));
    }

    private static Repository<Client> clients(Store store, Consumer<String> changed) {
        return new Repository<>(store, Store.Kind.CLIENT, new ClientCodec(), changed);
    }

    private static Repository<Account> accounts(Store store, Consumer<String> changed) {
        return new Repository<>(store, Store.Kind.ACCOUNT, new AccountCodec(), changed);
    }

    private static Repository<Grant> grants(Store store, Consumer<String> changed) {
        return new Repository<>(store, Store.Kind.GRANT, new GrantCodec(), changed);
    }
}
