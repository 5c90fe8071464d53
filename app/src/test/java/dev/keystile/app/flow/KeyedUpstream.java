package dev.keystile.app.flow;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A small MCP server whose API keys come and go, all of ann's, and which can be taken away. */
public final class KeyedUpstream implements AutoCloseable {
    private static final String JSON = "application/json";

    /** The keys that it accepts now. */
    public final Set<String> keys = ConcurrentHashMap.newKeySet();

    private final int port;
    private LoopbackServer server;

    /** One that listens and accepts these keys. */
    public KeyedUpstream(String... accepted) {
        keys.addAll(Set.of(accepted));
        server = LoopbackServer.start(this::handle);
        port = server.port();
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    /** Where it says whose a key is. */
    public String whoami() {
        return "http://127.0.0.1:" + port + "/me";
    }

    /** Listens again, at the same port. */
    public void listen() {
        server = LoopbackServer.startAt(port, this::handle);
    }

    /** Drops every connection, and listens no more. */
    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!keys.contains(exchange.getRequestHeaders().getFirst("x-api-key"))) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer realm=\"theirs\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestURI().getPath().equals("/me")) {
                send(exchange, 200, "{\"id\":\"ann\"}");
            } else if (exchange.getRequestMethod().equals("POST")) {
                answer(exchange, body);
            } else {
                exchange.sendResponseHeaders(405, -1);
            }
        }
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        JsonObject message;
        try (var reader = Json.createReader(new ByteArrayInputStream(body))) {
            message = reader.readObject();
        }
        JsonValue id = message.getOrDefault("id", JsonValue.NULL);
        switch (message.getString("method")) {
            case "initialize" ->
                    result(
                            exchange,
                            id,
                            "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"keyed\",\"version\":\"1\"}}");
            case "tools/list" -> result(exchange, id, "{\"tools\":[]}");
            case "ping" -> result(exchange, id, "{}");
            case "notifications/initialized" -> exchange.sendResponseHeaders(202, -1);
            default ->
                    send(
                            exchange,
                            400,
                            "{\"jsonrpc\":\"2.0\",\"id\":"
                                    + id
                                    + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
        }
    }

    private static void result(HttpExchange exchange, JsonValue id, String result)
            throws IOException {
        send(exchange, 200, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", JSON);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
