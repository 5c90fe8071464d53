package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.AccountId;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.BearerCheck;
import dev.keystile.oauth.api.BearerProblem;
import dev.keystile.oauth.api.BearerTokens;
import dev.keystile.oauth.api.Charge;
import dev.keystile.oauth.api.ClientId;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyVerdict;
import dev.keystile.oauth.api.LimitDecision;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;

/** A bridge in a real server, with a shared and a personal resource and a map for tokens. */
final class Fixture implements AutoCloseable {
    static final Issuer ISSUER = new Issuer("https://mcp.example.com");
    static final String KEY = "jean_sk_secret";
    static final GrantId GRANT = new GrantId("g1");
    static final BridgeSettings QUICK = settings(Duration.ofSeconds(20));

    final Connector connector;
    final ProtectedResource shared;
    final ProtectedResource personal;
    final FakeSessions sessions = new FakeSessions();
    final Map<String, Access> accesses = new ConcurrentHashMap<>();
    final Set<GrantId> ended = ConcurrentHashMap.newKeySet();
    final BlockingQueue<GrantId> lookedAt = new LinkedBlockingQueue<>();
    volatile boolean storeAway;
    final MovableClock clock = new MovableClock();

    /** What its observer was told. */
    final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    final List<Access> reported = new CopyOnWriteArrayList<>();

    /** What was counted, and what comes of it: nothing is limited at first. */
    final List<List<Charge>> charged = new CopyOnWriteArrayList<>();

    /** Why a token is refused that is none. */
    volatile BearerProblem problem = BearerProblem.UNKNOWN;

    volatile RateLimiter rates = RateLimiter.NONE;
    static final int MOST_STREAMS = 20;
    final McpBridge bridge;
    final JdkServer front;
    volatile KeyVerdict verdict = new KeyVerdict.Dead();
    final HttpClient http = HttpClient.newHttpClient();

    Fixture(URI upstream) throws IOException {
        this(upstream, QUICK, new ApiKeyHeader("x-api-key", null));
    }

    Fixture(URI upstream, BridgeSettings settings, ApiKeyHeader keyHeader) throws IOException {
        this(upstream, settings, keyHeader, UpstreamSettings.of(settings));
    }

    Fixture(
            URI upstream,
            BridgeSettings settings,
            ApiKeyHeader keyHeader,
            UpstreamSettings upstreamSettings)
            throws IOException {
        connector = connector(upstream, keyHeader);
        shared = new ProtectedResource(connector, "https://mcp.example.com/mcp", null);
        personal =
                new ProtectedResource(
                        connector, "https://mcp.example.com/mcp/oauth/ann", new UserId("ann"));
        accesses.put("good", access(shared, null, "Claude"));
        accesses.put("ann", access(personal, new UserId("ann"), "Claude"));
        bridge =
                new McpBridge(
                        ISSUER,
                        tokens(),
                        sessions,
                        this::refused,
                        new Upstreams(settings, Map.of(connector.id(), upstreamSettings)),
                        new McpLimits(
                                this::counted,
                                (_, key) -> "name of " + key.reveal().length(),
                                MOST_STREAMS),
                        events::add,
                        clock,
                        new SecureRandom());
        front = new JdkServer(bridge, uri -> uri.getPath().endsWith("/mcp") ? shared : personal);
    }

    private LimitDecision counted(List<Charge> charges) {
        charged.add(charges);
        return rates.take(charges);
    }

    static Connector connector(URI upstream, ApiKeyHeader keyHeader) {
        return new Connector(
                new ConnectorId("memory"),
                "Jean Memory",
                upstream,
                keyHeader,
                "jean_sk_",
                null,
                UserIdTrust.CLAIMED);
    }

    static BridgeSettings settings(Duration answerTimeout) {
        return settings(answerTimeout, Duration.ofSeconds(15));
    }

    static BridgeSettings settings(Duration answerTimeout, Duration probeTimeout) {
        return new BridgeSettings(
                Duration.ofSeconds(5),
                answerTimeout,
                Duration.ofSeconds(60),
                16,
                1000,
                probeTimeout,
                100_000,
                StreamSettings.DEFAULTS);
    }

    static Access access(ProtectedResource resource, UserId user, String clientName) {
        return new Access(
                GRANT,
                new AccountId("a1"),
                new ClientId("c1"),
                clientName,
                resource,
                new Scope(List.of("mcp")),
                user,
                Secret.of(KEY));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front.port() + path));
    }

    HttpRequest.Builder authorized(String path) {
        return request(path).header("Authorization", "Bearer good");
    }

    /** Makes a token with the scope and the tools that some grant has. */
    void grant(String token, GrantId grant, String scope, ToolPolicy tools) {
        Access whole = accesses.get("good");
        accesses.put(
                token,
                new Access(
                        grant,
                        whole.account(),
                        whole.client(),
                        whole.clientName(),
                        whole.resource(),
                        Scope.parse(scope),
                        tools,
                        whole.user(),
                        whole.apiKey()));
    }

    /** The call of a tool. */
    static String call(String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\"}}";
    }

    /** A request with a token. */
    HttpRequest.Builder with(String token) {
        return request("/mcp").header("Authorization", "Bearer " + token);
    }

    /** A message with a token. */
    HttpRequest.Builder as(String token, String body) {
        return with(token).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> post(String token, String body) throws IOException, InterruptedException {
        return send(as(token, body));
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(authorized("/mcp").POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        front.close();
        bridge.close();
        http.close();
    }

    private KeyVerdict refused(Access access) {
        reported.add(access);
        return verdict;
    }

    /** Good for the resource in the map, else refused, as the real check does. */
    private BearerTokens tokens() {
        return new BearerTokens() {
            @Override
            public BearerCheck check(Secret token, ProtectedResource resource) {
                Access access = accesses.get(token.reveal());
                if (access == null) {
                    return new BearerCheck.Refused(
                            token.reveal().startsWith("jean_sk_")
                                    ? BearerProblem.FOREIGN
                                    : problem);
                }
                return access.resource().equals(resource)
                        ? new BearerCheck.Allowed(access)
                        : new BearerCheck.Refused(BearerProblem.WRONG_RESOURCE);
            }

            @Override
            public boolean live(GrantId grant) {
                boolean live = !ended.contains(grant);
                lookedAt.add(grant);
                if (storeAway) {
                    throw new StoreUnavailableException("away", null);
                }
                return live;
            }
        };
    }

    /**
     * A port that nobody listens on, below those that systems give to whoever names none: no other
     * socket is handed it before it is used.
     */
    static int freePort() {
        return ThreadLocalRandom.current()
                .ints(10_000, 32_768)
                .filter(Fixture::isFree)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /** Waits for as long as it takes; an interruption ends it. */
    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
