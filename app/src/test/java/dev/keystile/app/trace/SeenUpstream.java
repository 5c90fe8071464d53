package dev.keystile.app.trace;

import com.sun.net.httpserver.HttpExchange;
import dev.keystile.app.flow.EraUpstream;
import dev.keystile.app.flow.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The demo server of some era, and what comes to it. */
final class SeenUpstream implements AutoCloseable {
    /** One request; header names in lower case. */
    record Seen(Map<String, String> headers, String body) {
        private boolean callsTool() {
            return body.contains("tools/call");
        }
    }

    /** Answers in the place of the demo server. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }

    private final EraUpstream demo;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LoopbackServer server;
    private volatile Handler handler;

    SeenUpstream(EraUpstream.Era era) {
        demo = new EraUpstream(era);
        server = LoopbackServer.start(this::handle);
    }

    String url() {
        return server.url("/mcp");
    }

    void answers(Handler by) {
        handler = by;
    }

    /** The last call of a tool; the gateway tries keys too, whenever it likes. */
    Seen last() {
        return seen.stream().filter(Seen::callsTool).toList().getLast();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) ->
                            headers.put(name.toLowerCase(), String.join(" | ", values)));
            seen.add(new Seen(headers, new String(body, StandardCharsets.UTF_8)));
            if (handler == null) {
                passOn(exchange, headers, body);
            } else {
                handler.handle(exchange);
            }
        }
    }

    private void passOn(HttpExchange exchange, Map<String, String> headers, byte[] body)
            throws IOException {
        var request =
                HttpRequest.newBuilder(URI.create(demo.url()))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        List.of(
                        "accept",
                        "content-type",
                        "mcp-method",
                        "mcp-name",
                        "x-api-key",
                        "mcp-protocol-version")
                .stream()
                .filter(headers::containsKey)
                .forEach(name -> request.header(name, headers.get(name)));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("content-type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
            exchange.sendResponseHeaders(
                    answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.close();
        http.shutdownNow();
        demo.close();
    }
}
