package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.pages.Brand;
import dev.keystile.app.tls.ServerTls;
import dev.keystile.oauth.api.ApiKeyHeader;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ConsentSubject;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.KeyPrompt;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserIdTrust;
import io.helidon.webserver.WebServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The public socket with a fake authorization server and a fake bridge behind it. */
final class Site implements AutoCloseable {
    static final int MAX_BODY = 256 * 1024;

    private final Issuer issuer;
    private final WebServer server;
    final FakeServer oauth;
    volatile McpCalls mcp = (_, response) -> response.send(200, java.util.Map.of(), new byte[0]);

    /** The clock by which clients are waited for. */
    final AtomicLong nanos = new AtomicLong();

    final OpenConnections connections;

    volatile RateLimiter limiter = RateLimiter.NONE;

    volatile RequestLimits requests;

    private Site(Issuer issuer, int port) {
        this(new FakeServer(issuer), port);
    }

    private Site(FakeServer oauth, int port) {
        this(oauth, PublicSocket::new, RequestLimits.DEFAULTS, port);
    }

    private Site(
            FakeServer oauth,
            Function<Listener, PublicSocket> kind,
            RequestLimits requests,
            int port) {
        this(oauth, kind, requests, port, Brand.KEYSTILE, null);
    }

    private Site(
            FakeServer oauth,
            Function<Listener, PublicSocket> kind,
            RequestLimits requests,
            int port,
            Brand brand,
            @Nullable ServerTls tls) {
        this.issuer = oauth.metadata().issuer();
        this.oauth = oauth;
        this.requests = requests;
        PublicSocket socket =
                kind.apply(
                        new Listener(
                                "127.0.0.1",
                                port,
                                "server.port (PORT)",
                                MAX_BODY,
                                Duration.ofSeconds(1)));
        var routes =
                routes(
                        oauth,
                        brand,
                        (request, response) -> mcp.forward(request, response),
                        new Traffic(
                                socket.callers(),
                                charges -> limiter.take(charges),
                                () -> this.requests));
        this.connections = new OpenConnections(socket.connections(), nanos::get);
        this.server =
                tls == null
                        ? PublicServer.start(socket, routes, connections)
                        : PublicServer.start(socket, routes, connections, tls);
    }

    /** The routes of a gateway for one test server, with a demo key. */
    static PublicRoutes routes(FakeServer oauth, McpCalls mcp, Traffic traffic) {
        return routes(oauth, Brand.KEYSTILE, mcp, traffic);
    }

    private static PublicRoutes routes(
            FakeServer oauth, Brand brand, McpCalls mcp, Traffic traffic) {
        var resources = new ProtectedResources(oauth.metadata().issuer(), connector());
        return new PublicRoutes(
                oauth, () -> resources, mcp, traffic, Watch.NONE, brand, () -> List.of("demo-key"));
    }

    /** Reached directly at a socket of some kind. */
    static Site of(Function<Listener, PublicSocket> kind) {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("http://localhost:" + port));
        return new Site(oauth, kind, RequestLimits.DEFAULTS, port);
    }

    /** The same, and it works on so many requests at once. */
    static Site of(Function<Listener, PublicSocket> kind, RequestLimits requests) {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("http://localhost:" + port));
        return new Site(oauth, kind, requests, port);
    }

    /** One that works on so many requests at once. */
    static Site of(RequestLimits requests) {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("http://localhost:" + port));
        return new Site(oauth, PublicSocket::new, requests, port);
    }

    /** Reached directly: the base URL is http on loopback. */
    static Site onLoopback() {
        int port = RunningGateway.freePort();
        return new Site(new Issuer("http://localhost:" + port), port);
    }

    /** With pages of somebody's brand. */
    static Site of(Brand brand) {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("http://localhost:" + port));
        return new Site(oauth, PublicSocket::new, RequestLimits.DEFAULTS, port, brand, null);
    }

    /** Reached directly, and by TLS alone; a client may take so long, and a network so much. */
    static Site of(ServerTls tls, ConnectionLimits limits) {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("https://gateway.example.com:" + port));
        return new Site(
                oauth,
                listener -> new PublicSocket(listener, Callers.DIRECT, false, false, limits),
                RequestLimits.DEFAULTS,
                port,
                Brand.KEYSTILE,
                tls);
    }

    /** Behind a proxy, with such limits. */
    static Site behindProxy(ConnectionLimits limits) {
        return new Site(
                new FakeServer(new Issuer("https://gateway.example.com")),
                listener -> new PublicSocket(listener, Callers.DIRECT, false, false, limits),
                RequestLimits.DEFAULTS,
                RunningGateway.freePort());
    }

    /** Behind a proxy: the base URL is https on a public host. */
    static Site behindProxy() {
        return new Site(new Issuer("https://gateway.example.com"), RunningGateway.freePort());
    }

    /** With an authorization server that reads no documents of clients. */
    static Site withoutDocuments() {
        int port = RunningGateway.freePort();
        var oauth = new FakeServer(new Issuer("http://localhost:" + port));
        oauth.documents = false;
        return new Site(oauth, port);
    }

    Issuer issuer() {
        return issuer;
    }

    int port() {
        return server.port();
    }

    /** Sends a request with the right Host; lines of headers end with a line break. */
    Raw.Answer send(String method, String path, String headers, String body) {
        return raw(
                Raw.request(
                        method + " " + path,
                        issuer.authority(),
                        body,
                        headers.lines().toArray(String[]::new)));
    }

    /** Waits until so many connections are open. */
    void awaitConnections(int count) {
        until(() -> connections.count() == count);
    }

    /** Waits until the only connection is between two requests. */
    void awaitIdle() {
        until(() -> connections.arrivals().stream().allMatch(Arrival::isIdle));
    }

    /** Waits until the server waits for the rest of a head. */
    void awaitHead() {
        until(() -> connections.arrivals().stream().anyMatch(Arrival::isWithinHead));
    }

    /** Waits until the server waits for more of a body. */
    void awaitBody() {
        until(() -> connections.arrivals().stream().anyMatch(Arrival::isWithinBody));
    }

    /** Waits until a client could take a piece of an answer. */
    void awaitOffer() {
        until(() -> connections.arrivals().stream().anyMatch(Arrival::isOffering));
    }

    static void until(BooleanSupplier holds) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!holds.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    Raw.Answer get(String path) {
        return send("GET", path, "", "");
    }

    Raw.Answer form(String path, String body) {
        return send(
                "POST",
                path,
                "Content-Type: application/x-www-form-urlencoded\nSec-Fetch-Site: same-origin\n",
                body);
    }

    Raw.Answer raw(String request) {
        return new Raw(server.port()).send(request);
    }

    KeyPrompt keyPrompt() {
        var subject =
                new ConsentSubject(
                        "Test client",
                        null,
                        "client.example.com",
                        false,
                        Scope.SUPPORTED,
                        connector(),
                        null);
        return new KeyPrompt(subject, null, true, Secret.of("sealed-transaction"));
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Connector connector() {
        return new Connector(
                new ConnectorId("default"),
                "Test server",
                URI.create("http://localhost:1/mcp"),
                new ApiKeyHeader("x-api-key", null),
                "jean_sk_",
                null,
                UserIdTrust.CLAIMED);
    }
}
