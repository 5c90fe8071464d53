package dev.keystile.app.flow;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.demo.DemoUpstream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** The demo server as one that speaks the revisions of one era only, or those of both. */
public final class EraUpstream implements AutoCloseable {
    private static final String MODERN = "2026-07-28";
    private static final String VERSION = "mcp-protocol-version";
    private static final List<String> PASSED =
            List.of("accept", "content-type", "mcp-method", "mcp-name", "x-api-key", VERSION);

    /** What a server speaks. */
    public enum Era {
        /** The revisions up to 2025-11-25. */
        LEGACY,
        /** 2026-07-28. */
        MODERN,
        /** All of them, at one address. */
        BOTH
    }

    private final DemoUpstream demo =
            DemoUpstream.start(InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")));
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackServer server;
    private final Era era;

    /** One that listens on a free loopback port. */
    public EraUpstream(Era era) {
        this.era = era;
        server = LoopbackServer.start(this::handle);
    }

    public String url() {
        return server.url("/mcp");
    }

    @Override
    public void close() {
        server.close();
        http.shutdownNow();
        demo.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            boolean modern = MODERN.equals(exchange.getRequestHeaders().getFirst(VERSION));
            if (era == Era.LEGACY && modern) {
                refuse(exchange, -32000, "This server does not know this protocol version.");
            } else if (era == Era.MODERN && !modern) {
                refuse(exchange, -32022, "This server speaks " + MODERN + " only.");
            } else {
                passOn(exchange, body);
            }
        }
    }

    private static void refuse(HttpExchange exchange, int code, String message) throws IOException {
        String error =
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":%d,\"message\":\"%s\"}}"
                        .formatted(code, message);
        exchange.getResponseHeaders().set("content-type", "application/json");
        send(exchange, 400, error.getBytes(StandardCharsets.UTF_8));
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        HttpResponse<byte[]> answer = ask(exchange, body);
        for (String name : List.of("content-type", "allow")) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        send(exchange, answer.statusCode(), answer.body());
    }

    private HttpResponse<byte[]> ask(HttpExchange exchange, byte[] body) throws IOException {
        var request =
                HttpRequest.newBuilder(demo.uri())
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        Headers headers = exchange.getRequestHeaders();
        PASSED.stream()
                .filter(headers::containsKey)
                .forEach(name -> request.header(name, headers.getFirst(name)));
        try {
            return http.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
