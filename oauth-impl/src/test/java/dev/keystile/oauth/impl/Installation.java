package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** An authorization server on a store, with a fake upstream and a moved clock, and its records. */
public abstract class Installation {
    public static final String BASE = "http://localhost:8080";
    public static final String LOOPBACK = "http://localhost:3118/callback";
    public static final String WEB = "https://app.example.com/callback?tenant=7";
    public static final Secret API_KEY = Secret.of("jean_sk_0123456789abcdef");
    public static final String VERIFIER = GrantFixture.VERIFIER;
    public static final String CHALLENGE = GrantFixture.CHALLENGE;

    /** Of a client that did not register over the wire. */
    public static final ClientInformation.Management UNMANAGED =
            new ClientInformation.Management("", Secret.of(""));

    public static final String STATE = "a b+c&d=é/😀~%";

    public final MovedClock clock = new MovedClock();
    public final SecureRandom random;
    public final FakeVerifier verifier = new FakeVerifier();
    public final FakeDocuments documents = new FakeDocuments();

    /** What its observer was told. */
    public final List<Event> events = new CopyOnWriteArrayList<>();

    public final MeetingStore store;
    public final MasterSecret secret;
    public final ProtectedResources resources;
    public final DefaultAuthorizationServer server;

    /** How an installation differs from others. */
    record Setup(
            long seed,
            String base,
            TokenSettings tokens,
            boolean review,
            UserIdTrust trust,
            IntrospectionCallers callers,
            Function<InstantSource, Store> makeStore,
            List<Connector> others) {
        static final Setup NORMAL =
                new Setup(
                        1,
                        BASE,
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CLAIMED,
                        IntrospectionCallers.NONE,
                        MemoryStore::new,
                        List.of());

        Setup seeded(long other) {
            return new Setup(other, base, tokens, review, trust, callers, makeStore, others);
        }

        Setup asked(IntrospectionCallers by) {
            return new Setup(seed, base, tokens, review, trust, by, makeStore, others);
        }

        Setup on(Function<InstantSource, Store> other) {
            return new Setup(seed, base, tokens, review, trust, callers, other, others);
        }

        Setup trusting(UserIdTrust other) {
            return new Setup(seed, base, tokens, review, other, callers, makeStore, others);
        }

        Setup unreviewed() {
            return new Setup(seed, base, tokens, false, trust, callers, makeStore, others);
        }

        Setup beside(Connector... more) {
            return new Setup(seed, base, tokens, review, trust, callers, makeStore, List.of(more));
        }
    }

    /** Where people sign in with an identity. */
    public final FakeIdentities identities = new FakeIdentities();

    /** What limits it; nothing at first. */
    volatile RateLimiter rates = RateLimiter.NONE;

    private final RateLimiter limiter = charges -> rates.take(charges);

    private final IntrospectionCallers callers;

    Installation(Setup setup) {
        callers = setup.callers();
        store = new MeetingStore(setup.makeStore().apply(clock));
        random = new SeededRandom(setup.seed());
        secret = MasterSecret.draw(random);
        resources =
                new ProtectedResources(
                        new Issuer(setup.base()),
                        Stream.concat(
                                        Stream.of(connector("jean", "jean_sk_", setup.trust())),
                                        setup.others().stream())
                                .toList());
        server =
                new DefaultAuthorizationServer(
                        new AuthorizationServerSettings(
                                resources,
                                setup.tokens(),
                                secret,
                                setup.review(),
                                ClientPolicy.DEFAULT,
                                setup.callers()),
                        new Surroundings(
                                store,
                                verifier,
                                limiter,
                                events::add,
                                identities,
                                documents,
                                clock,
                                clock,
                                random));
    }

    /** A connector with keys of this prefix. */
    public static Connector connector(String id, String keyPrefix, UserIdTrust trust) {
        return new Connector(
                new ConnectorId(id),
                id.equals("jean") ? "Jean Memory" : "Server " + id,
                URI.create("https://" + id + ".example.com/mcp"),
                new ApiKeyHeader("x-api-key", null),
                keyPrefix,
                null,
                trust);
    }

    /** Another node on the same store, with connectors of its own. */
    public DefaultAuthorizationServer anotherNode(ProtectedResources itsResources) {
        return anotherNode(itsResources, store, secret, ClientPolicy.DEFAULT, clock);
    }

    /** Another node on the same store. */
    public DefaultAuthorizationServer anotherNode() {
        return anotherNode(store, secret, ClientPolicy.DEFAULT);
    }

    /** Another node, which reaches what this one keeps through a store of its own. */
    public DefaultAuthorizationServer anotherNode(Store itsStore) {
        return anotherNode(itsStore, secret, ClientPolicy.DEFAULT);
    }

    /** Another node on the same store, which asks for documents in its own way. */
    DefaultAuthorizationServer anotherNode(DocumentFetcher itsDocuments) {
        return anotherNode(resources, store, secret, ClientPolicy.DEFAULT, itsDocuments, clock);
    }

    /** Another node on the same store that thinks otherwise of clients. */
    public DefaultAuthorizationServer anotherNode(ClientPolicy policy) {
        return anotherNode(store, secret, policy);
    }

    /** Another node on the same store, under this secret. */
    public DefaultAuthorizationServer anotherNode(MasterSecret under) {
        return anotherNode(store, under, ClientPolicy.DEFAULT);
    }

    /** Another node on the same store whose clock says otherwise. */
    public DefaultAuthorizationServer anotherNode(MovedClock itsClock) {
        return anotherNode(store, secret, ClientPolicy.DEFAULT, itsClock);
    }

    private DefaultAuthorizationServer anotherNode(
            Store itsStore, MasterSecret under, ClientPolicy policy) {
        return anotherNode(itsStore, under, policy, clock);
    }

    private DefaultAuthorizationServer anotherNode(
            Store itsStore, MasterSecret under, ClientPolicy policy, MovedClock itsClock) {
        return anotherNode(resources, itsStore, under, policy, itsClock);
    }

    private DefaultAuthorizationServer anotherNode(
            ProtectedResources itsResources,
            Store itsStore,
            MasterSecret under,
            ClientPolicy policy,
            MovedClock itsClock) {
        return anotherNode(itsResources, itsStore, under, policy, documents, itsClock);
    }

    private DefaultAuthorizationServer anotherNode(
            ProtectedResources itsResources,
            Store itsStore,
            MasterSecret under,
            ClientPolicy policy,
            DocumentFetcher itsDocuments,
            MovedClock itsClock) {
        return new DefaultAuthorizationServer(
                new AuthorizationServerSettings(
                        itsResources, TokenSettings.DEFAULT, under, true, policy, callers),
                new Surroundings(
                        itsStore,
                        verifier,
                        limiter,
                        events::add,
                        identities,
                        itsDocuments,
                        itsClock,
                        itsClock,
                        random));
    }

    /** The identities that are linked, as a node has them. */
    LinkedKeys linkedKeys() {
        return LinkedKeys.of(
                Repositories.of(store, clock), secret, Duration.ofDays(60), Observer.NONE, random);
    }

    // --- what happens to the records behind a grant

    /** The person disconnects everything. */
    public void disconnect() {
        changeAccount(account -> changed(account, account.epoch() + 1, null));
    }

    /** The upstream stops or goes on accepting the API key. */
    public void keyWorks(boolean works) {
        changeAccount(
                account -> changed(account, account.epoch(), works ? null : MovedClock.START));
    }

    public void removeAccount() {
        accounts().remove(ids(Store.Kind.ACCOUNT).getFirst());
    }

    /** From now on a client is what another one registered as. */
    public void becomes(ClientInformation client, ClientInformation other) {
        Client now = clients().find(other.clientId().value()).orElseThrow().value();
        clients()
                .update(
                        client.clientId().value(),
                        old ->
                                new Repository.Decision.Write<>(
                                        new Client(
                                                old.id(),
                                                now.metadata(),
                                                now.secretDigest(),
                                                old.registeredAt()),
                                        clock.instant().plus(Duration.ofDays(60)),
                                        true));
    }

    public void removeClient(ClientInformation client) {
        clients().remove(client.clientId().value());
    }

    private void changeAccount(UnaryOperator<Account> change) {
        accounts()
                .update(
                        ids(Store.Kind.ACCOUNT).getFirst(),
                        account ->
                                new Repository.Decision.Write<>(
                                        change.apply(account),
                                        clock.instant().plus(Duration.ofDays(60)),
                                        true));
    }

    private static Account changed(Account account, long epoch, Instant keyDeadSince) {
        return new Account(
                account.id(),
                account.connector(),
                account.subject(),
                account.keyFingerprint(),
                epoch,
                keyDeadSince,
                account.createdAt(),
                account.copy(),
                account.grants());
    }

    /** A registered client with a secret that this server would not have drawn. */
    public ClientInformation withSecret(ClientMetadata metadata, String secret) {
        ClientId id = new ClientId("with-secret");
        Client client = new Client(id, metadata, Digest.of(Secret.of(secret)), clock.instant());
        clients().insert(id.value(), client, clock.instant().plus(Duration.ofDays(1)));
        return new ClientInformation(id, Secret.of(secret), clock.instant(), metadata, UNMANAGED);
    }

    // --- what stands in the store

    /** Whose the only account is, when nobody said so. */
    public String pseudonym() {
        String account = ids(Store.Kind.ACCOUNT).getFirst();
        return accounts().find(account).orElseThrow().value().subject().value();
    }

    Repository<Grant> grants() {
        return new Repository<>(
                store, Store.Kind.GRANT, new GrantCodec(), new UnreadableRecords(clock));
    }

    Repository<Account> accounts() {
        return new Repository<>(
                store, Store.Kind.ACCOUNT, new AccountCodec(), new UnreadableRecords(clock));
    }

    Repository<Client> clients() {
        return new Repository<>(
                store, Store.Kind.CLIENT, new ClientCodec(), new UnreadableRecords(clock));
    }

    /** The stage of the only grant, as it is written. */
    public String stage() {
        return stored(Store.Kind.GRANT, ids(Store.Kind.GRANT).getFirst()).orElseThrow();
    }

    public boolean knows(ClientInformation client) {
        return stored(Store.Kind.CLIENT, client.clientId().value()).isPresent();
    }

    public Optional<String> stored(Store.Kind kind, String id) {
        return store.find(new Store.Key(kind, id)).map(Store.Stored::value);
    }

    public List<String> ids(Store.Kind kind) {
        return store.list(kind, null, 10_000).stream().map(Store.Listed::id).toList();
    }
}
