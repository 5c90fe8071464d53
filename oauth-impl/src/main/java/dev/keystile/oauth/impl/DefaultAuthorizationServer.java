package dev.keystile.oauth.impl;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.keystile.oauth.api.AccountAccess;
import dev.keystile.oauth.api.Administration;
import dev.keystile.oauth.api.Authorization;
import dev.keystile.oauth.api.AuthorizationServer;
import dev.keystile.oauth.api.AuthorizationServerMetadata;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.ClientManagement;
import dev.keystile.oauth.api.ClientRegistration;
import dev.keystile.oauth.api.IdentityLogin;
import dev.keystile.oauth.api.Introspection;
import dev.keystile.oauth.api.KeyNames;
import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Revocation;
import dev.keystile.oauth.api.Tokens;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The authorization server on a store. Safe for use by many threads; holds no state of its own but
 * caches. It fetches documents by which clients are known, unless that is switched off.
 */
public final class DefaultAuthorizationServer implements AuthorizationServer, AutoCloseable {
    private static final System.Logger LOG =
            System.getLogger(DefaultAuthorizationServer.class.getName());

    private final AuthorizationServerSettings settings;
    private final ClientRegistration registration;
    private final ClientManagement clientManagement;
    private final Authorization authorization;
    private final Tokens tokens;
    private final Revocation revocation;
    private final Introspection introspection;
    private final BearerTokens bearerTokens;
    private final UpstreamSessions upstreamSessions;
    private final KeyReports keyReports;
    private final KeyNames keyNames;
    private final Administration administration;
    private final Upkeep upkeep;
    private final KeyReplacement keyReplacement;
    private final UsageCounts usage;
    private final AccountAccess accountAccess;
    private final IdentityLogin identityLogin;
    private final DocumentFetcher fetcher;

    /**
     * One that nobody watches, with the usual limits, kept by this node alone, and without
     * identities. The clock is read at every request; the random source must be cryptographically
     * strong and safe for use by many threads.
     */
    public static DefaultAuthorizationServer of(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            InstantSource clock,
            SecureRandom random) {
        var limiter = Limiter.local(DefaultLimits.rules(), store, clock);
        return new DefaultAuthorizationServer(
                settings, store, verifier, limiter, Observer.NONE, clock, random);
    }

    /**
     * Wires it without identities. The observer is told of everything that happens. The clock is
     * read at every request; the random source must be cryptographically strong and safe for use by
     * many threads.
     */
    public DefaultAuthorizationServer(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            RateLimiter limiter,
            Observer observer,
            InstantSource clock,
            SecureRandom random) {
        this(settings, store, verifier, limiter, observer, null, clock, random);
    }

    /**
     * Wires it.
     *
     * @param provider where people may sign in with an identity; null when nobody may
     */
    public DefaultAuthorizationServer(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            RateLimiter limiter,
            Observer observer,
            @Nullable IdentityProvider provider,
            InstantSource clock,
            SecureRandom random) {
        this(
                settings,
                store,
                verifier,
                limiter,
                observer,
                provider,
                new HttpDocumentFetcher(
                        FetchLimits.DEFAULT,
                        new AddressPolicy(settings.issuer().loopback()),
                        Internet.asConfigured(),
                        clock),
                clock,
                Ticker.systemTicker(),
                random);
    }

    /**
     * Wires it with another way to strangers' documents, which is closed with it.
     *
     * @param ticker tells how much time passes, whatever the clock is set to
     */
    DefaultAuthorizationServer(
            AuthorizationServerSettings settings,
            Store store,
            ApiKeyVerifier verifier,
            RateLimiter limiter,
            Observer observer,
            @Nullable IdentityProvider provider,
            DocumentFetcher fetcher,
            InstantSource clock,
            Ticker ticker,
            SecureRandom random) {
        this.settings = settings;
        this.fetcher = fetcher;
        String prefix = settings.tokens().prefix();
        Repositories repositories = Repositories.of(store, ticker);
        Clients clients =
                new Clients(
                        repositories.clients(),
                        new UnusedClients(store, UnusedClients.MOST, random),
                        documents(settings, fetcher, observer, clock));
        var firstCome = new FirstCome(store, random);
        KeyFingerprints fingerprints = KeyFingerprints.under(settings.secret());
        this.keyNames = (connector, apiKey) -> fingerprints.of(connector, apiKey).getFirst();
        KeyWatch keys =
                KeyWatch.of(
                        firstCome,
                        repositories,
                        DeadKeys.of(
                                repositories, settings.secret(), GrantLife.life(settings.tokens())),
                        verifier,
                        KeyLimits.DEFAULT,
                        observer,
                        clock,
                        ticker);
        this.keyReports = keys.reports();
        GrantLife life = GrantLife.of(settings, repositories, clients, observer, clock, random);
        this.keyReplacement = new KeyReplacement(repositories, life, observer);
        var rules = new RegistrationRules(settings.clients().privateUseSchemes());
        var handout = new Handout(settings.issuer(), random);
        this.registration = new Registration(clients, rules, handout, observer, clock);
        this.clientManagement =
                new RegistrationManagement(clients.registered(), clients.unused(), rules, handout);
        var rates = new KeyRates(limiter, keyNames);
        var logins =
                new ProviderLogin(
                        provider,
                        new Sealer(settings.secret(), MasterSecret.Purpose.FORM),
                        clock,
                        random);
        var consent =
                new Consent(
                        settings,
                        new ConsentWatch(
                                new RequestValidation(clients, settings.resources()), observer),
                        verifier,
                        rates,
                        new GrantIssue(repositories.grants(), life, keys.verifier(), observer),
                        new ReplacementOffer(keys.dead(), keyReplacement, repositories.grants()),
                        logins,
                        clock,
                        random);
        this.authorization = consent;
        var assertions =
                new AssertionCheck(
                        clients,
                        AssertionRules.of(settings),
                        new PublishedKeys(fetcher, clock),
                        new UsedAssertions(firstCome),
                        clock);
        var authentication = new ClientAuthentication(clients, assertions, observer, clock);
        this.tokens =
                new TokenEndpoint(
                        authentication,
                        new GrantRates(limiter, prefix),
                        new CodeGrant(repositories.grants(), life),
                        new RefreshGrant(repositories.grants(), life, keys.revival()),
                        observer);
        this.revocation =
                new RevocationEndpoint(
                        authentication, repositories.grants(), prefix, observer, clock);
        this.introspection = IntrospectionEndpoint.of(settings, repositories, clients, clock);
        this.usage =
                new UsageCounts(
                        repositories, GrantLife.life(settings.tokens()), observer, clock, random);
        var memory = new SessionMemory(repositories.sessions(), life.outer(), random);
        NearCaches near = NearCaches.of(repositories, clients, keys.inUse(), memory, ticker);
        store.watch(near);
        this.bearerTokens =
                new BearerCheckpoint(prefix, near, life.outer(), keys.revival(), usage, clock);
        var sessionSealer = new Sealer(settings.secret(), MasterSecret.Purpose.SESSIONS);
        this.upstreamSessions = new GrantSessions(memory, near, sessionSealer, clock);
        var sessions =
                new AccountSessions(
                        new Sealer(settings.secret(), MasterSecret.Purpose.ACCOUNT), random);
        var entrance = AccountEntrance.of(life, keys, rates, sessions);
        var ending =
                new AccountEnding(
                        repositories,
                        life.accounts(),
                        keys.dead(),
                        usage,
                        observer,
                        Event.EndedBy.PERSON);
        this.accountAccess =
                desk(settings, repositories, life, keys, rates, entrance, sessions, ending);
        this.identityLogin = new IdentityDesk(logins, consent, entrance);
        this.administration =
                AdministrationDesk.of(store, clients, repositories, usage, ending, clock);
        this.upkeep = new Upkeep(store, repositories, life, firstCome);
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

    /**
     * Adds what calls were counted here to what all nodes have counted. To be called every minute
     * or so on each node; what was counted since is lost when the process is killed.
     *
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot answer;
     *     the next call goes on
     */
    public void keepCounts() {
        usage.flush();
    }

    /** What an operator sees and does. */
    public Administration administration() {
        return administration;
    }

    Supplier<ProtectedResources> resources() {
        return settings.resources();
    }

    Upkeep.Round upkeep() {
        return upkeep.round();
    }

    KeyReplacement keyReplacement() {
        return keyReplacement;
    }

    @Override
    public AuthorizationServerMetadata metadata() {
        return OwnMetadata.of(settings);
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

    @Override
    public UpstreamSessions upstreamSessions() {
        return upstreamSessions;
    }

    @Override
    public KeyReports keyReports() {
        return keyReports;
    }

    @Override
    public KeyNames keyNames() {
        return keyNames;
    }

    @Override
    public AccountAccess accountAccess() {
        return accountAccess;
    }

    @Override
    public IdentityLogin identityLogin() {
        return identityLogin;
    }

    private AccountDesk desk(
            AuthorizationServerSettings settings,
            Repositories repositories,
            GrantLife life,
            KeyWatch keys,
            KeyRates rates,
            AccountEntrance entrance,
            AccountSessions sessions,
            AccountEnding ending) {
        return new AccountDesk(
                entrance,
                sessions,
                repositories,
                new ConnectedClients(
                        settings.resources(),
                        repositories.grants(),
                        life.clients(),
                        usage,
                        life.clock()),
                ending,
                new KeyExchange(settings.resources(), keys.verifier(), rates, keyReplacement),
                new AccountKeys(settings.resources(), life.accounts().links()),
                life.clock());
    }

    /**
     * Stops fetching, and adds to the store what was counted; what is asked of it afterwards can
     * use only what it still has.
     */
    @Override
    public void close() {
        fetcher.close();
        try {
            usage.flush();
        } catch (StoreUnavailableException e) {
            LOG.log(System.Logger.Level.WARNING, "counts.lost reason=\"{0}\"", e.getMessage());
        }
    }

    private static ClientDocuments documents(
            AuthorizationServerSettings settings,
            DocumentFetcher fetcher,
            Observer observer,
            InstantSource clock) {
        return settings.clients().metadataDocuments()
                ? new CachedClientDocuments(fetcher, settings, observer, clock)
                : ClientDocuments.NONE;
    }
}
