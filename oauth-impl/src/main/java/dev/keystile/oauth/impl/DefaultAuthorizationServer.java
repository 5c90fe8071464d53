package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.Introspection;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.Revocation;
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
 * caches. It fetches documents by which clients are known, unless that is switched off.
 */
public final class DefaultAuthorizationServer implements AuthorizationServer, AutoCloseable {
    private final AuthorizationServerSettings settings;
    private final ClientRegistration registration;
    private final ClientManagement clientManagement;
    private final Authorization authorization;
    private final Tokens tokens;
    private final Revocation revocation;
    private final Introspection introspection;
    private final BearerTokens bearerTokens;
    private final DocumentFetcher fetcher;

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
        this(
                settings,
                store,
                verifier,
                new HttpDocumentFetcher(
                        FetchLimits.DEFAULT,
                        new AddressPolicy(settings.issuer().loopback()),
                        Internet.asConfigured(),
                        clock),
                clock,
                random);
    }

    /** Wires it with another way to strangers' documents, which is closed with it. */
    DefaultAuthorizationServer(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            DocumentFetcher fetcher,
            InstantSource clock,
            SecureRandom random) {
        this.settings = settings;
        this.fetcher = fetcher;
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
        Clients known = new Clients(clients, documents(settings, fetcher, clock));
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
        var rules = new RegistrationRules(settings.clients().privateUseSchemes());
        var handout = new Handout(settings.issuer(), random);
        this.registration = new Registration(clients, rules, handout, clock);
        this.clientManagement = new RegistrationManagement(clients, rules, handout);
        this.authorization =
                new Consent(
                        settings,
                        new RequestValidation(known, settings.resources()),
                        verifier,
                        new GrantIssue(grants, life, outer, random),
                        clock,
                        random);
        AssertionCheck assertions =
                new AssertionCheck(
                        known,
                        AssertionRules.of(settings),
                        new PublishedKeys(fetcher, clock),
                        new UsedAssertions(store, random),
                        clock);
        var authentication = new ClientAuthentication(known, assertions, clock);
        this.tokens =
                new TokenEndpoint(
                        authentication,
                        new CodeGrant(grants, life),
                        new RefreshGrant(grants, life));
        this.revocation =
                new RevocationEndpoint(authentication, grants, settings.tokens().prefix(), clock);
        this.introspection = introspection(settings, store, clock);
        this.bearerTokens = new BearerCheckpoint(settings.tokens().prefix(), near, outer, clock);
    }

    @Override
    public AuthorizationServerMetadata metadata() {
        Issuer issuer = settings.issuer();
        List<String> authMethods = AuthMethod.offered(settings.clients());
        boolean introspection = settings.introspection().resourceServer();
        return new AuthorizationServerMetadata(
                issuer,
                issuer.url("/oauth/authorize"),
                issuer.url("/oauth/token"),
                issuer.url("/oauth/register"),
                Scope.SUPPORTED.tokens(),
                List.of("code"),
                List.of("query"),
                GrantType.all(),
                authMethods,
                AssertionAlgorithms.offered(settings.clients()),
                List.of(Pkce.S256),
                true,
                settings.clients().metadataDocuments(),
                issuer.url("/oauth/revoke"),
                authMethods,
                introspection ? issuer.url("/oauth/introspect") : null,
                introspection ? IntrospectionAuthentication.METHODS : List.of());
    }

    @Override
    public ClientRegistration registration() {
        return registration;
    }

    @Override
    public ClientManagement clientManagement() {
        return clientManagement;
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
    public Revocation revocation() {
        return revocation;
    }

    @Override
    public Introspection introspection() {
        return introspection;
    }

    @Override
    public BearerTokens bearerTokens() {
        return bearerTokens;
    }

    /** Stops fetching; what is asked of it afterwards can use only what it still has. */
    @Override
    public void close() {
        fetcher.close();
    }

    private static ClientDocuments documents(
            AuthorizationServerSettings settings, DocumentFetcher fetcher, InstantSource clock) {
        return settings.clients().metadataDocuments()
                ? new CachedClientDocuments(fetcher, settings, clock)
                : ClientDocuments.NONE;
    }

    private static Introspection introspection(
            AuthorizationServerSettings settings, Store store, InstantSource clock) {
        return new IntrospectionEndpoint(
                new IntrospectionAuthentication(settings.introspection()),
                grants(store, _ -> {}),
                new AccessRule(
                        values(clients(store, _ -> {}), Function.identity()),
                        values(accounts(store, _ -> {}), Function.identity()),
                        clock),
                settings.issuer(),
                settings.tokens().prefix());
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
