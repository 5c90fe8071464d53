package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An upstream over real HTTP that keeps what it received and answers as the test says. */
final class FakeUpstream implements AutoCloseable {
    /** What one request held; header names in lower case. */
    record Received(String method, URI uri, Map<String, List<String>> headers, String body) {
        String header(String name) {
            return String.join(" | ", headers.getOrDefault(name, List.of()));
        }
    }

    /** Answers a request; the body was read already. */
    @FunctionalInterface
    interface Handler {
        void handle(HttpExchange exchange, Received received) throws IOException;
    }

    private final HttpServer server;
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private volatile Handler handler =
            (exchange, _) -> answer(exchange, 200, "application/json", "{}");

    FakeUpstream() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    void answers(Handler next) {
        handler = next;
    }

    List<Received> received() {
        return received;
    }

    Received last() {
        return received.getLast();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    static void answer(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new TreeMap<>();
            exchange.getRequestHeaders()
                    .forEach(
                            (name, values) -> headers.put(name.toLowerCase(), List.copyOf(values)));
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Received request =
                    new Received(
                            exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
            received.add(request);
            handler.handle(exchange, request);
        }
    }
}
