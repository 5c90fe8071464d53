package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A legacy MCP server that opens a session for each {@code initialize} and does nothing without
 * one; its answers to a session that is missing or unknown can be replaced.
 */
final class SessionServer implements FakeUpstream.Handler {
    /** How it refuses: a status and a message. */
    record No(int status, String message) {}

    final Set<String> alive = ConcurrentHashMap.newKeySet();
    final Set<String> ready = ConcurrentHashMap.newKeySet();

    /** The {@code params} of each {@code initialize}. */
    final List<JsonObject> opened = new CopyOnWriteArrayList<>();

    private final AtomicInteger lastSession = new AtomicInteger();
    volatile No missing = new No(400, "Bad Request: Mcp-Session-Id header is required");
    volatile No unknown = new No(404, "Session not found");

    /** Sessions that exist no longer, as after a restart. */
    void restart() {
        alive.clear();
        ready.clear();
    }

    @Override
    public void handle(HttpExchange exchange, FakeUpstream.Received received) throws IOException {
        JsonObject message =
                Json.object(received.body().getBytes(StandardCharsets.UTF_8))
                        .orElse(JsonObject.EMPTY_JSON_OBJECT);
        String session = received.header("mcp-session-id");
        if (message.getString("method", "").equals("initialize")) {
            initialize(exchange, message);
        } else if (session.isEmpty()) {
            refuse(exchange, message, missing);
        } else if (!alive.contains(session)) {
            refuse(exchange, message, unknown);
        } else {
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
            serve(exchange, received, message, session);
        }
    }

    private void initialize(HttpExchange exchange, JsonObject message) throws IOException {
        String session = "upstream-" + lastSession.incrementAndGet();
        alive.add(session);
        opened.add(message.getJsonObject("params"));
        exchange.getResponseHeaders().set("Mcp-Session-Id", session);
        answer(exchange, message, "{\"protocolVersion\":\"2025-06-18\"}");
    }

    private void serve(
            HttpExchange exchange,
            FakeUpstream.Received received,
            JsonObject message,
            String session)
            throws IOException {
        if (received.method().equals("DELETE")) {
            alive.remove(session);
            exchange.sendResponseHeaders(204, -1);
        } else if (received.method().equals("GET")) {
            FakeUpstream.answer(exchange, 200, "text/event-stream", "data: " + session + "\n\n");
        } else if (!message.containsKey("id")) {
            ready.add(session);
            exchange.sendResponseHeaders(202, -1);
        } else {
            answer(exchange, message, "{\"session\":\"" + session + "\"}");
        }
    }

    private static void answer(HttpExchange exchange, JsonObject message, String result)
            throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
        FakeUpstream.answer(exchange, 200, "application/json", json);
    }

    private static void refuse(HttpExchange exchange, JsonObject message, No no)
            throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + message.getOrDefault("id", JsonObject.NULL)
                        + ",\"error\":{\"code\":-32000,\"message\":\""
                        + no.message()
                        + "\"}}";
        FakeUpstream.answer(exchange, no.status(), "application/json", json);
    }
}
