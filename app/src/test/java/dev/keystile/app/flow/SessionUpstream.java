package dev.keystile.app.flow;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server with sessions that asks nobody whose a session is: whoever has a key and names one
 * is in it.
 */
public final class SessionUpstream implements AutoCloseable {
    private static final String SESSION = "mcp-session-id";

    /** A request within a session. */
    public record Visit(String key, String session, String method) {}

    private final Set<String> keys;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final List<Visit> visits = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private final LoopbackServer server = LoopbackServer.start(this::handle);

    public SessionUpstream(String... keys) {
        this.keys = Set.of(keys);
    }

    public String url() {
        return server.url("/mcp");
    }

    /** Who was in which session. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }

    /** The bodies of all that came with one of its keys. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Begins anew to note what comes. */
    public void forget() {
        visits.clear();
        requests.clear();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String key = exchange.getRequestHeaders().getFirst("x-api-key");
            if (!keys.contains(key)) {
                exchange.sendResponseHeaders(401, -1);
            } else {
                requests.add(new String(body, StandardCharsets.UTF_8));
                answer(exchange, key, body);
            }
        }
    }

    private void answer(HttpExchange exchange, String key, byte[] body) throws IOException {
        String session = exchange.getRequestHeaders().getFirst(SESSION);
        JsonObject message = message(body);
        if (message.getString("method", "").equals("initialize")) {
            begin(exchange, message);
        } else if (session == null || !sessions.contains(session)) {
            send(exchange, 404, "{}");
        } else if (message.getString("method", "").startsWith("notifications/")) {
            exchange.sendResponseHeaders(202, -1);
        } else {
            visits.add(new Visit(key, session, exchange.getRequestMethod()));
            result(exchange, message, "{\"tools\":[]}");
        }
    }

    private static JsonObject message(byte[] body) {
        if (body.length == 0) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            return reader.readObject();
        }
    }

    private void begin(HttpExchange exchange, JsonObject message) throws IOException {
        String session = "session-" + number.incrementAndGet();
        sessions.add(session);
        exchange.getResponseHeaders().set(SESSION, session);
        result(
                exchange,
                message,
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}");
    }

    private static void result(HttpExchange exchange, JsonObject message, String result)
            throws IOException {
        JsonValue id = message.getOrDefault("id", JsonValue.NULL);
        send(exchange, 200, "{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(id, result));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
