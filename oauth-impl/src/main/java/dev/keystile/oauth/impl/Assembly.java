package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.KeyNames;
import dev.keystile.oauth.api.KeyReports;
import dev.keystile.oauth.api.spi.Event;
import java.time.Duration;

/** How the interfaces of the authorization server are made, and what more than one of them uses. */
final class Assembly {
    private final AuthorizationServerSettings settings;
    private final Surroundings around;
    private final Repositories repositories;
    private final Clients clients;
    private final FirstCome firstCome;
    private final KeyNames keyNames;
    private final KeyWatch keys;
    private final GrantLife life;
    private final KeyReplacement keyReplacement;
    private final KeyRates rates;
    private final ProviderLogin logins;
    private final RegistrationRules rules;
    private final Handout handout;
    private final ClientAuthentication authentication;
    private final UsageCounts usage;
    private final SessionMemory memory;
    private final NearCaches near;
    private final AccountSessions sessions;
    private final AccountEntrance entrance;
    private final AccountEnding ending;

    Assembly(AuthorizationServerSettings settings, Surroundings around) {
        this.settings = settings;
        this.around = around;
        this.repositories = Repositories.of(around.store(), around.ticker());
        this.clients = clients(settings, around, repositories);
        this.firstCome = new FirstCome(around.store(), around.random());
        KeyFingerprints fingerprints = KeyFingerprints.under(settings.secret());
        this.keyNames = (connector, apiKey) -> fingerprints.of(connector, apiKey).getFirst();
        this.keys = watch();
        this.life =
                GrantLife.of(
                        settings,
                        repositories,
                        clients,
                        around.observer(),
                        around.clock(),
                        around.random());
        this.keyReplacement = new KeyReplacement(repositories, life, around.observer());
        this.rates = new KeyRates(around.limiter(), keyNames);
        this.logins =
                new ProviderLogin(
                        around.provider(),
                        sealer(MasterSecret.Purpose.FORM),
                        around.clock(),
                        around.random());
        this.rules = new RegistrationRules(settings.clients().privateUseSchemes());
        this.handout = new Handout(settings.issuer(), around.random());
        this.authentication = authentication();
        this.usage =
                new UsageCounts(
                        repositories, useful(), around.observer(), around.clock(), around.random());
        this.memory = new SessionMemory(repositories.sessions(), life.outer(), around.random());
        this.near = NearCaches.of(repositories, clients, keys.inUse(), memory, around.ticker());
        this.sessions = new AccountSessions(sealer(MasterSecret.Purpose.ACCOUNT), around.random());
        this.entrance = AccountEntrance.of(life, keys, rates, sessions);
        this.ending = ending();
    }

    private static Clients clients(
            AuthorizationServerSettings settings, Surroundings around, Repositories repositories) {
        ClientDocuments documents =
                settings.clients().metadataDocuments()
                        ? new CachedClientDocuments(
                                around.fetcher(), settings, around.observer(), around.clock())
                        : ClientDocuments.NONE;
        return new Clients(
                repositories.clients(),
                new UnusedClients(around.store(), UnusedClients.MOST, around.random()),
                documents);
    }

    private KeyWatch watch() {
        return KeyWatch.of(
                firstCome,
                repositories,
                DeadKeys.of(repositories, settings.secret(), useful()),
                around.verifier(),
                KeyLimits.DEFAULT,
                around.observer(),
                around.clock(),
                around.ticker());
    }

    private ClientAuthentication authentication() {
        var assertions =
                new AssertionCheck(
                        clients,
                        AssertionRules.of(settings),
                        new PublishedKeys(around.fetcher(), around.clock()),
                        new UsedAssertions(firstCome),
                        around.clock());
        return new ClientAuthentication(clients, assertions, around.observer(), around.clock());
    }

    private AccountEnding ending() {
        return new AccountEnding(
                repositories,
                life.accounts(),
                keys.dead(),
                usage,
                around.observer(),
                Event.EndedBy.PERSON);
    }

    private Sealer sealer(MasterSecret.Purpose purpose) {
        return new Sealer(settings.secret(), purpose);
    }

    /** How long a record is of use after it was used last. */
    private Duration useful() {
        return GrantLife.life(settings.tokens());
    }

    KeyNames keyNames() {
        return keyNames;
    }

    KeyReports keyReports() {
        return keys.reports();
    }

    KeyReplacement keyReplacement() {
        return keyReplacement;
    }

    UsageCounts usage() {
        return usage;
    }

    Registration registration() {
        return new Registration(clients, rules, handout, around.observer(), around.clock());
    }

    RegistrationManagement clientManagement() {
        return new RegistrationManagement(clients.registered(), clients.unused(), rules, handout);
    }

    Consent consent() {
        return new Consent(
                settings,
                new ConsentWatch(
                        new RequestValidation(clients, settings.resources()), around.observer()),
                around.verifier(),
                rates,
                new GrantIssue(repositories.grants(), life, keys.verifier(), around.observer()),
                new ReplacementOffer(keys.dead(), keyReplacement, repositories.grants()),
                logins,
                around.clock(),
                around.random());
    }

    TokenEndpoint tokens() {
        return new TokenEndpoint(
                authentication,
                new GrantRates(around.limiter(), prefix()),
                new CodeGrant(repositories.grants(), life),
                new RefreshGrant(repositories.grants(), life, keys.revival()),
                around.observer());
    }

    RevocationEndpoint revocation() {
        return new RevocationEndpoint(
                authentication, repositories.grants(), prefix(), around.observer(), around.clock());
    }

    IntrospectionEndpoint introspection() {
        return IntrospectionEndpoint.of(settings, repositories, clients, around.clock());
    }

    BearerCheckpoint bearerTokens() {
        return new BearerCheckpoint(
                prefix(), near, life.outer(), keys.revival(), usage, around.clock());
    }

    GrantSessions upstreamSessions() {
        return new GrantSessions(
                memory, near, sealer(MasterSecret.Purpose.SESSIONS), around.clock());
    }

    AccountDesk accountAccess() {
        return new AccountDesk(
                entrance,
                sessions,
                repositories,
                new ConnectedClients(
                        settings.resources(),
                        repositories.grants(),
                        clients,
                        usage,
                        around.clock()),
                ending,
                new KeyExchange(settings.resources(), keys.verifier(), rates, keyReplacement),
                new AccountKeys(settings.resources(), life.accounts().links()),
                around.clock());
    }

    /** Signs in at this consent, and at the account page. */
    IdentityDesk identityLogin(Consent consent) {
        return new IdentityDesk(logins, consent, entrance);
    }

    AdministrationDesk administration() {
        return AdministrationDesk.of(
                around.store(), clients, repositories, usage, ending, around.clock());
    }

    Upkeep upkeep() {
        return new Upkeep(around.store(), repositories, life, firstCome);
    }

    /** What has to hear of what other nodes change. */
    NearCaches near() {
        return near;
    }

    private String prefix() {
        return settings.tokens().prefix();
    }
}
