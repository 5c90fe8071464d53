package dev.keystile.app.trace;

import static dev.keystile.app.trace.OtlpReceiver.attributes;
import static dev.keystile.app.trace.OtlpReceiver.id;
import static dev.keystile.app.trace.OtlpReceiver.parent;
import static dev.keystile.app.trace.OtlpReceiver.traceId;
import static dev.keystile.app.trace.OtlpReceiver.traceparent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.OpenGateway;
import dev.keystile.app.flow.EraUpstream.Era;
import dev.keystile.app.flow.Logged;
import dev.keystile.app.flow.OAuthClient;
import dev.keystile.app.flow.Person;
import dev.keystile.app.flow.RunningGateway;
import dev.keystile.app.flow.Wire;
import dev.keystile.app.http.Raw;
import io.opentelemetry.proto.trace.v1.Span;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traces over a whole sign-in, of streams, through translation, and with an endpoint that fails.
 */
@Timeout(120)
class TracingLifeTest {
    private static final String KEY = "jean_sk_demo_1";
    private static final String HEADER_SECRET = "otlp-s3cret";
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final String LEGACY_CALL =
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"search_memory\","
                    + "\"arguments\":{\"query\":\"a-private-question\"},\"_meta\":{\"traceparent\":\""
                    + PARENT
                    + "\",\"tracestate\":\"a=1\"}}}";

    @TempDir private Path folder;
    private final OtlpReceiver receiver = new OtlpReceiver();
    private final Wire wire = new Wire();
    private SeenUpstream upstream;
    private OpenGateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (upstream != null) {
            upstream.close();
        }
        receiver.close();
        wire.close();
    }

    private void start(Era era, String endpoint) throws IOException {
        upstream = new SeenUpstream(era);
        gateway =
                OpenGateway.configured(
                        folder,
                        """
                        connector: {upstream-url: '%s', translate: true}
                        tracing: {endpoint: '%s', headers: 'X-Key=%s, y=a%%20b'}
                        """
                                .formatted(upstream.url(), endpoint, HEADER_SECRET));
    }

    private Raw.Answer call(String authorization, String body, String... more) {
        List<String> lines = new ArrayList<>(List.of(more));
        lines.add(authorization);
        lines.add("Accept: application/json, text/event-stream");
        return gateway.post("/mcp", "application/json", body, lines.toArray(String[]::new));
    }

    private JsonObject signIn(List<String> secrets) {
        var client = OAuthClient.discover(wire, gateway.base() + "/mcp");
        JsonObject tokens = client.signIn(new Person(wire, gateway.base()), KEY);
        secrets.add(tokens.getString("access_token"));
        secrets.add(tokens.getString("refresh_token"));
        JsonObject next = client.refresh(tokens);
        secrets.add(next.getString("access_token"));
        secrets.add(next.getString("refresh_token"));
        secrets.add(client.authorizationUri().getRawQuery());
        secrets.add(client.registration().getString("registration_access_token"));
        return next;
    }

    private static String bearer(JsonObject tokens) {
        return "Authorization: Bearer " + tokens.getString("access_token");
    }

    @Test
    void aWholeSignInAndACallShowNoSecretAndNoTextOfAnybody() throws IOException {
        start(Era.BOTH, receiver.url());
        List<String> secrets =
                new ArrayList<>(
                        List.of(
                                KEY,
                                HEADER_SECRET,
                                "a-private-question",
                                "made-up",
                                "client-state",
                                OAuthClient.VERIFIER,
                                OAuthClient.REDIRECT_URI));

        JsonObject tokens = signIn(secrets);
        call(bearer(tokens), LEGACY_CALL, "tracestate: made-up=1", "User-Agent: made-up");
        call(bearer(tokens), LEGACY_CALL.replace("search_memory", "made-up-tool"));
        call(bearer(tokens), LEGACY_CALL.replace("tools/call", "made-up/method"));
        gateway.get("/made-up?code=made-up");
        gateway.close();

        assertThat(receiver.spans()).hasSizeGreaterThan(12);
        assertThat(String.join("", receiver.bodies())).doesNotContain(secrets);
        assertThat(receiver.headers())
                .allMatch(fields -> fields.get("X-key").equals(List.of(HEADER_SECRET)))
                .allMatch(fields -> fields.get("Y").equals(List.of("a b")));
        Span token =
                receiver.spans().stream().filter(named("POST /oauth/token")).toList().getFirst();
        assertThat(attributes(token)).containsEntry("http.route", "/oauth/token");
        assertThat(receiver.spans()).anyMatch(named("_OTHER")).anyMatch(named("GET"));
        assertThat(receiver.spans())
                .extracting(OtlpReceiver::attributes)
                .anyMatch(each -> "_OTHER".equals(each.get("gen_ai.tool.name")));
    }

    private static Predicate<Span> named(String name) {
        return span -> span.getName().equals(name);
    }

    @Test
    void theCheckOfAKeyIsAPartOfTheRequestThatBroughtIt() throws IOException {
        start(Era.BOTH, receiver.url());

        signIn(new ArrayList<>());
        gateway.close();

        Span check =
                receiver.spans().stream()
                        .filter(span -> span.getKind() == Span.SpanKind.SPAN_KIND_CLIENT)
                        .filter(named("tools/list"))
                        .toList()
                        .getFirst();
        Span typed =
                receiver.only(span -> id(span).equals(parent(check)) && !parent(check).isEmpty());
        assertThat(typed.getName()).startsWith("POST /oauth/");
        assertThat(traceId(typed)).isEqualTo(traceId(check));
    }

    @Test
    void theLogNamesTheTraceOfARequest() throws IOException {
        Logger logger = Logger.getLogger("dev.keystile");
        logger.setLevel(Level.ALL);
        try (var logged = new Logged()) {
            start(Era.BOTH, receiver.url());
            String id = gateway.get("/").header("x-request-id");
            gateway.close();

            Span span = receiver.server("GET /");
            assertThat(attributes(span)).containsEntry("keystile.request.id", id);
            assertThat(logged.of("http.request"))
                    .anyMatch(line ->
                            line.contains(id) && line.contains("trace_id=" + traceId(span)));
        } finally {
            logger.setLevel(null);
        }
    }

    @Test
    void aStreamIsOneSpanThatEndsWithIt() throws Exception {
        start(Era.BOTH, receiver.url());
        var mayEnd = new CountDownLatch(1);
        upstream.answers(exchange -> stream(exchange, mayEnd));
        try (HttpClient http = HttpClient.newHttpClient()) {
            try (InputStream open = opened(http)) {
                assertThat(open.read()).isPositive();
                gateway.get("/");
                receiver.awaits(named("GET /"));
                assertThat(receiver.spans()).noneMatch(named("tools/call"));

                mayEnd.countDown();
                open.readAllBytes();
            } finally {
                mayEnd.countDown();
            }
        }
        gateway.close();

        Span client = receiver.client("tools/call");
        assertThat(attributes(client)).containsEntry("http.response.status_code", "200");
        assertThat(parent(client)).isEqualTo(id(receiver.server("POST /mcp")));
    }

    private InputStream opened(HttpClient http) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(URI.create(gateway.base() + "/mcp"))
                                .header("x-api-key", KEY)
                                .header("accept", "application/json, text/event-stream")
                                .POST(BodyPublishers.ofString(LEGACY_CALL))
                                .build(),
                        BodyHandlers.ofInputStream())
                .body();
    }

    private static void stream(HttpExchange exchange, CountDownLatch mayEnd) throws IOException {
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(": open\n\n".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aTranslatedCallOfALegacyClientSaysWhereItStands() throws IOException {
        start(Era.MODERN, receiver.url());
        JsonObject tokens = signIn(new ArrayList<>());

        Raw.Answer answer = call(bearer(tokens), LEGACY_CALL);
        gateway.close();

        assertThat(answer.status()).isEqualTo(200);
        Span client = receiver.client("tools/call");
        assertThat(traceId(client)).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(upstream.last().body())
                .contains("\"traceparent\":\"" + traceparent(client) + '"')
                .contains("\"tracestate\":\"a=1\"")
                .contains("\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"")
                .doesNotContain(PARENT);
        assertThat(upstream.last().headers()).containsEntry("traceparent", traceparent(client));
    }

    @Test
    void aTranslatedCallOfAModernClientKeepsWhatItSaid() throws IOException {
        start(Era.LEGACY, receiver.url());
        JsonObject tokens = signIn(new ArrayList<>());
        String body =
                LEGACY_CALL.replace(
                        "\"_meta\":{",
                        "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                + "\"io.modelcontextprotocol/clientCapabilities\":{},");

        Raw.Answer answer =
                call(
                        bearer(tokens),
                        body,
                        "MCP-Protocol-Version: 2026-07-28",
                        "Mcp-Method: tools/call",
                        "Mcp-Name: search_memory");
        gateway.close();

        assertThat(answer.status()).isEqualTo(200);
        Span client = receiver.client("tools/call");
        assertThat(parent(receiver.only(span -> id(span).equals(parent(client)))))
                .isEqualTo("00f067aa0ba902b7");
        assertThat(upstream.last().body())
                .contains("\"traceparent\":\"" + PARENT + "\",\"tracestate\":\"a=1\"");
        assertThat(upstream.last().headers())
                .containsEntry("traceparent", traceparent(client))
                .containsEntry("tracestate", "a=1");
    }

    @Test
    void anEndpointThatIsAwayIsSaidOnceAndCostsNoCall() throws IOException {
        try (var logged = new Logged()) {
            start(Era.BOTH, "http://127.0.0.1:" + RunningGateway.freePort());

            assertThat(call("X-API-Key: " + KEY, LEGACY_CALL).status()).isEqualTo(200);
            gateway.close();

            assertThat(failures(logged, "ConnectException"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .matches("tracing.export-failed spans=[0-9]+ reason=ConnectException");
        }
    }

    @Test
    void anEndpointThatRefusesIsSaidOnceByItsStatusAndCounted() throws Exception {
        try (var logged = new Logged()) {
            start(Era.BOTH, receiver.url());
            gateway.get("/");
            receiver.awaits(named("GET /"));
            receiver.refuses(401);
            gateway.get("/account");
            awaitSpans("failed", 1);
            gateway.get("/account");
            awaitSpans("failed", 2);

            assertThat(spans())
                    .contains("keystile_trace_spans_total{outcome=\"sent\"} 1.0")
                    .contains("keystile_trace_spans_total{outcome=\"dropped\"} 0.0");
            gateway.close();
            assertThat(failures(logged, "status"))
                    .containsExactly("tracing.export-failed spans=1 reason=\"status 401\"");
        }
    }

    /** Until the gateway has counted so many. */
    private void awaitSpans(String outcome, int number) {
        String line = "keystile_trace_spans_total{outcome=\"%s\"} %d.0".formatted(outcome, number);
        while (!spans().contains(line)) {
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    /** Gateways of other tests may still fail in other ways. */
    private static List<String> failures(Logged logged, String reason) {
        return logged.of("tracing.export-failed").stream()
                .filter(line -> line.contains(reason))
                .toList();
    }

    private String spans() {
        return gateway.management("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("keystile_trace"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void theStopDoesNotWaitForAnEndpointThatNeverAnswers() throws Exception {
        var logged = new Logged();
        try (logged;
                var silent = new ServerSocket(0)) {
            start(Era.BOTH, "http://127.0.0.1:" + silent.getLocalPort());
            assertThat(call("X-API-Key: " + KEY, LEGACY_CALL).status()).isEqualTo(200);

            gateway.close();

            try (Socket export = silent.accept()) {
                export.setSoTimeout(100);
                assertThatThrownBy(() -> export.getInputStream().readAllBytes())
                        .as("is still waited for")
                        .isInstanceOf(SocketTimeoutException.class);
            }
            silent.close();
            // What it says when it has given up is not to be heard in another test.
            while (logged.of("tracing.export-failed").isEmpty()) {
                assertThat(Thread.currentThread().isInterrupted()).isFalse();
                Thread.onSpinWait();
            }
        }
    }
}
