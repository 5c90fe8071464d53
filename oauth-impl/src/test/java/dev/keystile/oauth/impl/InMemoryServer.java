package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.AuthorizationOutcome;
import dev.keystile.oauth.api.AuthorizationRequest;
import dev.keystile.oauth.api.AuthorizationResponse;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.ClientInformation;
import dev.keystile.oauth.api.ClientKeys;
import dev.keystile.oauth.api.ClientMetadata;
import dev.keystile.oauth.api.ClientRequest;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentOutcome;
import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.OAuthError;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RegistrationOutcome;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.TokenOutcome;
import dev.keystile.oauth.api.TokenResponse;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Store;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The whole authorization server on a memory store, with a fake upstream and a moved clock. */
public final class InMemoryServer {
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
    public final MeetingStore store;
    public final MasterSecret secret;
    public final ProtectedResources resources;
    public final DefaultAuthorizationServer server;

    public InMemoryServer() {
        this(Setup.NORMAL);
    }

    /** Another installation: other random draws, another secret. */
    public InMemoryServer(long seed) {
        this(Setup.NORMAL.seeded(seed));
    }

    /** One that these may ask about tokens. */
    public InMemoryServer(IntrospectionCallers callers) {
        this(Setup.NORMAL.asked(callers));
    }

    /** On a store of another make. */
    public InMemoryServer(Function<InstantSource, Store> makeStore) {
        this(Setup.NORMAL.on(makeStore));
    }

    public InMemoryServer(String base, TokenSettings tokens, boolean review, UserIdTrust trust) {
        this(
                new Setup(
                        1,
                        base,
                        tokens,
                        review,
                        trust,
                        IntrospectionCallers.NONE,
                        MemoryStore::new));
    }

    /** How an installation differs from others. */
    private record Setup(
            long seed,
            String base,
            TokenSettings tokens,
            boolean review,
            UserIdTrust trust,
            IntrospectionCallers callers,
            Function<InstantSource, Store> makeStore) {
        static final Setup NORMAL =
                new Setup(
                        1,
                        BASE,
                        TokenSettings.DEFAULT,
                        true,
                        UserIdTrust.CLAIMED,
                        IntrospectionCallers.NONE,
                        MemoryStore::new);

        Setup seeded(long other) {
            return new Setup(other, base, tokens, review, trust, callers, makeStore);
        }

        Setup asked(IntrospectionCallers by) {
            return new Setup(seed, base, tokens, review, trust, by, makeStore);
        }

        Setup on(Function<InstantSource, Store> other) {
            return new Setup(seed, base, tokens, review, trust, callers, other);
        }
    }

    private InMemoryServer(Setup setup) {
        store = new MeetingStore(setup.makeStore().apply(clock));
        random = new SeededRandom(setup.seed());
        secret = MasterSecret.draw(random);
        Connector connector =
                new Connector(
                        new ConnectorId("jean"),
                        "Jean Memory",
                        URI.create("https://upstream.example.com/mcp"),
                        new ApiKeyHeader("x-api-key", null),
                        "jean_sk_",
                        null,
                        setup.trust());
        resources = new ProtectedResources(new Issuer(setup.base()), connector);
        server =
                new DefaultAuthorizationServer(
                        new AuthorizationServerSettings(
                                resources,
                                setup.tokens(),
                                secret,
                                setup.review(),
                                ClientPolicy.DEFAULT,
                                setup.callers()),
                        store,
                        verifier,
                        documents,
                        clock,
                        random);
    }

    /** Another node on the same store. */
    public DefaultAuthorizationServer anotherNode() {
        return anotherNode(store, secret, ClientPolicy.DEFAULT);
    }

    /** Another node, which reaches what this one keeps through a store of its own. */
    public DefaultAuthorizationServer anotherNode(Store itsStore) {
        return anotherNode(itsStore, secret, ClientPolicy.DEFAULT);
    }

    /** Another node on the same store that thinks otherwise of clients. */
    public DefaultAuthorizationServer anotherNode(ClientPolicy policy) {
        return anotherNode(store, secret, policy);
    }

    /** Another node on the same store, under this secret. */
    public DefaultAuthorizationServer anotherNode(MasterSecret under) {
        return anotherNode(store, under, ClientPolicy.DEFAULT);
    }

    private DefaultAuthorizationServer anotherNode(
            Store itsStore, MasterSecret under, ClientPolicy policy) {
        return new DefaultAuthorizationServer(
                new AuthorizationServerSettings(
                        resources, TokenSettings.DEFAULT, under, true, policy),
                itsStore,
                verifier,
                documents,
                clock,
                random);
    }

    // --- registration

    public static ClientMetadata metadata(String method, String... redirectUris) {
        return new ClientMetadata(
                List.of(redirectUris),
                "Test client",
                method,
                null,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    public ClientInformation register(String method, String... redirectUris) {
        return registered(server.registration().register(metadata(method, redirectUris)));
    }

    /** A client that signs its assertions with one of these keys. */
    public ClientInformation registerKeys(ClientKeys keys) {
        return registered(server.registration().register(metadata(keys)));
    }

    public static ClientMetadata metadata(ClientKeys keys) {
        return new ClientMetadata(
                List.of(WEB),
                "Test client",
                "private_key_jwt",
                keys,
                List.of(),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    public ClientInformation publicClient() {
        return register("none", LOOPBACK);
    }

    public static ClientInformation registered(RegistrationOutcome outcome) {
        assertThat(outcome).isInstanceOf(RegistrationOutcome.Registered.class);
        return ((RegistrationOutcome.Registered) outcome).client();
    }

    // --- authorization

    public Form authorization(ClientInformation client) {
        return Form.of(
                "response_type",
                "code",
                "client_id",
                client.clientId().value(),
                "redirect_uri",
                client.metadata().redirectUris().getFirst(),
                "code_challenge",
                GrantFixture.CHALLENGE,
                "code_challenge_method",
                "S256",
                "state",
                STATE,
                "scope",
                "mcp",
                "resource",
                resources.shared().uri());
    }

    public AuthorizationOutcome authorize(Form form) {
        return authorize(form, null);
    }

    public AuthorizationOutcome authorize(Form form, Secret browser) {
        return server.authorization()
                .authorize(new AuthorizationRequest(form.parameters(), browser));
    }

    public AuthorizationOutcome.Ask ask(Form form) {
        AuthorizationOutcome outcome = authorize(form);
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Ask.class);
        return (AuthorizationOutcome.Ask) outcome;
    }

    public ConsentOutcome type(AuthorizationOutcome.Ask ask, Secret apiKey, String userId) {
        return consent(
                new ConsentStep.Continue(
                        ask.prompt().transaction(), ask.browser(), apiKey, userId));
    }

    public ConsentOutcome type(AuthorizationOutcome.Ask ask) {
        return type(ask, API_KEY, null);
    }

    public ConsentOutcome consent(ConsentStep step) {
        return server.authorization().consent(step);
    }

    public static ConsentOutcome.Review review(ConsentOutcome outcome) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.Review.class);
        return (ConsentOutcome.Review) outcome;
    }

    public static AuthorizationResponse redirect(ConsentOutcome outcome) {
        assertThat(outcome).isInstanceOf(ConsentOutcome.Redirect.class);
        return ((ConsentOutcome.Redirect) outcome).response();
    }

    public static AuthorizationResponse redirect(AuthorizationOutcome outcome) {
        assertThat(outcome).isInstanceOf(AuthorizationOutcome.Redirect.class);
        return ((AuthorizationOutcome.Redirect) outcome).response();
    }

    public static Parameters query(AuthorizationResponse response) {
        return Parameters.parse(URI.create(response.location().reveal()).getRawQuery())
                .orElseThrow();
    }

    public AuthorizationResponse allow(Form form) {
        return allow(form, API_KEY, null);
    }

    public AuthorizationResponse allow(Form form, Secret apiKey, String userId) {
        AuthorizationOutcome.Ask ask = ask(form);
        ConsentOutcome.Review review = review(type(ask, apiKey, userId));
        return redirect(
                consent(new ConsentStep.Allow(review.prompt().transaction(), ask.browser())));
    }

    public String code(ClientInformation client) {
        return code(authorization(client));
    }

    public String code(Form form) {
        return query(allow(form)).value("code");
    }

    // --- tokens

    public Form exchange(ClientInformation client, String code) {
        Form form =
                Form.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        client.clientId().value(),
                        "code",
                        code,
                        "code_verifier",
                        GrantFixture.VERIFIER,
                        "redirect_uri",
                        client.metadata().redirectUris().getFirst(),
                        "resource",
                        resources.shared().uri());
        return authenticated(form, client);
    }

    public Form refresh(ClientInformation client, Secret refreshToken) {
        Form form =
                Form.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        client.clientId().value(),
                        "refresh_token",
                        refreshToken.reveal());
        return authenticated(form, client);
    }

    /** The form with what the client proves itself with in the body. */
    public static Form authenticated(Form form, ClientInformation client) {
        Secret secret = client.clientSecret();
        return secret == null ? form : form.and("client_secret", secret.reveal());
    }

    public TokenOutcome token(Form form) {
        return token(form, null);
    }

    public TokenOutcome token(Form form, String authorization) {
        return server.tokens()
                .token(
                        new ClientRequest(
                                form.parameters(),
                                authorization == null ? null : Secret.of(authorization)));
    }

    public static String basic(String id, String secret) {
        byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    public static TokenResponse issued(TokenOutcome outcome) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Issued.class);
        return ((TokenOutcome.Issued) outcome).response();
    }

    public static TokenOutcome.Refused refused(TokenOutcome outcome, OAuthError error) {
        assertThat(outcome).isInstanceOf(TokenOutcome.Refused.class);
        TokenOutcome.Refused refused = (TokenOutcome.Refused) outcome;
        assertThat(refused.failure().error()).isEqualTo(error);
        assertThat(refused.failure().description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
        return refused;
    }

    public TokenResponse signIn(ClientInformation client) {
        return issued(token(exchange(client, code(client))));
    }

    // --- bearer check

    public BearerCheck check(Secret token) {
        return check(token, resources.shared());
    }

    public BearerCheck check(Secret token, ProtectedResource resource) {
        return server.bearerTokens().check(token, resource);
    }

    public ProtectedResource personal(String user) {
        return resources.personal(new UserId(user));
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
                account.createdAt());
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
        return new Repository<>(store, Store.Kind.GRANT, new GrantCodec());
    }

    Repository<Account> accounts() {
        return new Repository<>(store, Store.Kind.ACCOUNT, new AccountCodec());
    }

    Repository<Client> clients() {
        return new Repository<>(store, Store.Kind.CLIENT, new ClientCodec());
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
