package dev.keystile.oauth.impl;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.spi.Login;
import dev.keystile.oauth.api.spi.LoginAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An OpenID provider on this machine that says exactly what a test wants, on a real socket, and
 * what it was asked. The clock stands at {@link MovedClock#START}.
 */
final class LoopbackProvider implements AutoCloseable {
    static final String DISCOVERY = "/.well-known/openid-configuration";
    static final String KEYS = "/keys";
    static final String TOKEN = "/token";

    static final String CLIENT = "keystile one";
    static final Secret SECRET = Secret.of("se+cret/ü:%");
    static final Secret STATE = Secret.of("state-never-printed");
    static final Form ANSWER = Form.of("code", "code-never-printed", "state", STATE.reveal());

    final MovedClock clock = new MovedClock();
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final Map<String, Object> metadata = new ConcurrentHashMap<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final List<OpenIdProvider> clients = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    /** What was asked of it; the authorization is empty when there was none. */
    record Asked(String path, String authorization, String body) {}

    /** What to do with a request whose body was read. */
    interface Reply {
        void write(HttpExchange exchange) throws IOException, InterruptedException;
    }

    LoopbackProvider() {
        server = listen(0);
        metadata.put("issuer", issuer());
        metadata.put("authorization_endpoint", issuer() + "/authorize?tenant=1");
        metadata.put("token_endpoint", issuer() + TOKEN);
        metadata.put("jwks_uri", issuer() + KEYS);
        metadata.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256", "HS256"));
        reply(DISCOVERY, exchange -> send(exchange, 200, JSONObjectUtils.toJSONString(metadata)));
        keys(SigningKeys.RSA);
        issue(token());
    }

    String issuer() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    OpenIdSettings settings() {
        return new OpenIdSettings(
                URI.create(issuer()),
                CLIENT,
                SECRET,
                "Acme",
                Scope.parse("openid email"),
                true,
                URI.create("https://keystile.example/oauth/identity"));
    }

    OpenIdProvider client() {
        return client(settings());
    }

    OpenIdProvider client(OpenIdSettings settings) {
        return client(settings, OpenIdProvider.PATIENCE);
    }

    /** Closed with this. */
    OpenIdProvider client(OpenIdSettings settings, Duration patience) {
        OpenIdProvider client = new OpenIdProvider(settings, patience, clock);
        clients.add(client);
        return client;
    }

    /** One that begins now. */
    Login login() {
        return login(clock.instant());
    }

    static Login login(Instant begun) {
        return new Login(
                Secret.of("nonce-never-printed"),
                Secret.of("verifier-never-printed-".repeat(2)),
                begun);
    }

    /** An ID token that is good for such a login, to be changed one member at a time. */
    AssertionDraft token() {
        long now = clock.instant().getEpochSecond();
        return new AssertionDraft(
                Map.of(),
                Map.of(
                        "iss",
                        issuer(),
                        "sub",
                        "248289761001",
                        "aud",
                        CLIENT,
                        "iat",
                        now,
                        "exp",
                        now + 300,
                        "auth_time",
                        now,
                        "nonce",
                        login().nonce().reveal()));
    }

    /** From now on the token endpoint gives this, signed by the usual key. */
    void issue(AssertionDraft token) {
        issue(token.signedBy(SigningKeys.RSA));
    }

    void issue(String idToken) {
        reply(
                TOKEN,
                200,
                JSONObjectUtils.toJSONString(
                        Map.of("access_token", "at", "token_type", "Bearer", "id_token", idToken)));
    }

    /** What a new client makes of such a token. */
    LoginAnswer finish(AssertionDraft token) {
        issue(token);
        return client().finish(login(), ANSWER.parameters());
    }

    void keys(JWK... keys) {
        reply(KEYS, 200, SigningKeys.set(keys));
    }

    void reply(String path, int status, String body) {
        reply(path, exchange -> send(exchange, status, body));
    }

    void reply(String path, Reply reply) {
        replies.put(path, reply);
    }

    long times(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).count();
    }

    Asked last(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList().getLast();
    }

    /** No connection gets through. */
    void goAway() {
        server.stop(0);
    }

    /** It is where it was. */
    void comeBack() {
        server = listen(server.getAddress().getPort());
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        clients.forEach(OpenIdProvider::close);
        // Ends those that wait on purpose.
        threads.shutdownNow();
        server.stop(0);
    }

    private HttpServer listen(int port) {
        try {
            HttpServer listening =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            listening.setExecutor(threads);
            listening.createContext("/", this::serve);
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(
                    new Asked(
                            exchange.getRequestURI().toString(),
                            authorization == null ? "" : authorization,
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8)));
            replies.getOrDefault(
                            exchange.getRequestURI().getPath(), other -> send(other, 404, "{}"))
                    .write(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
