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
                new Surroundings(
                        store,
                        verifier,
                        limiter,
                        observer,
                        provider,
                        new HttpDocumentFetcher(
                                FetchLimits.DEFAULT,
                                new AddressPolicy(settings.issuer().loopback()),
                                Internet.asConfigured(),
                                Ticker.systemTicker()),
                        clock,
                        Ticker.systemTicker(),
                        random));
    }

    /** Wires it with other surroundings than those of a running node. */
    DefaultAuthorizationServer(AuthorizationServerSettings settings, Surroundings around) {
        this.settings = settings;
        this.fetcher = around.fetcher();
        var assembly = new Assembly(settings, around);
        this.registration = assembly.registration();
        this.clientManagement = assembly.clientManagement();
        Consent consent = assembly.consent();
        this.authorization = consent;
        this.tokens = assembly.tokens();
        this.revocation = assembly.revocation();
        this.introspection = assembly.introspection();
        this.bearerTokens = assembly.bearerTokens();
        this.upstreamSessions = assembly.upstreamSessions();
        this.keyReports = assembly.keyReports();
        this.keyNames = assembly.keyNames();
        this.administration = assembly.administration();
        this.upkeep = assembly.upkeep();
        this.keyReplacement = assembly.keyReplacement();
        this.usage = assembly.usage();
        this.accountAccess = assembly.accountAccess();
        this.identityLogin = assembly.identityLogin(consent);
        around.store().watch(assembly.near());
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
}
