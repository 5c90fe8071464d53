package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** An MCP server of either era that accepts some keys; its answers by method can be replaced. */
final class FakeMcpServer implements FakeUpstream.Handler {
    /** Answers one JSON-RPC method. */
    @FunctionalInterface
    interface Method {
        void answer(HttpExchange exchange, JsonObject message) throws IOException;
    }

    final Set<String> keys;
    final Map<String, Method> methods = new HashMap<>();
    final CountDownLatch deleted = new CountDownLatch(1);
    volatile String session = "";
    volatile boolean sse;

    FakeMcpServer(String... keys) {
        this.keys = Set.of(keys);
    }

    static FakeMcpServer legacy(String... keys) {
        FakeMcpServer server = new FakeMcpServer(keys);
        server.session = "s-1";
        server.methods.put(
                "initialize",
                (exchange, message) -> {
                    exchange.getResponseHeaders().set("Mcp-Session-Id", server.session);
                    server.result(
                            exchange,
                            message,
                            "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                                    + "\"serverInfo\":{\"name\":\"memory\",\"title\":\"Memory server\",\"version\":\"1\"}}");
                });
        server.methods.put(
                "notifications/initialized",
                (exchange, _) -> exchange.sendResponseHeaders(202, -1));
        server.tools("{\"name\":\"remember\"}");
        return server;
    }

    static FakeMcpServer modern(String... keys) {
        FakeMcpServer server = new FakeMcpServer(keys);
        server.methods.put(
                "server/discover",
                (exchange, message) ->
                        server.result(
                                exchange,
                                message,
                                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],\"capabilities\":{},"
                                        + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":"
                                        + "{\"name\":\"memory\",\"version\":\"1\"}}}"));
        server.tools("{\"name\":\"remember\"}");
        return server;
    }

    void tools(String tools) {
        methods.put(
                "tools/list",
                (exchange, message) -> result(exchange, message, "{\"tools\":[" + tools + "]}"));
    }

    void result(HttpExchange exchange, JsonObject message, String result) throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
        if (sse) {
            String events =
                    "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}\n\n"
                            + ": comment\n\ndata: "
                            + json.replace(",\"result\"", ",\ndata: \"result\"")
                            + "\n\n";
            FakeUpstream.answer(exchange, 200, "text/event-stream", events);
        } else {
            FakeUpstream.answer(exchange, 200, "application/json", json);
        }
    }

    static void error(HttpExchange exchange, JsonObject message, int status, int code)
            throws IOException {
        FakeUpstream.answer(
                exchange,
                status,
                "application/json",
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + message.get("id")
                        + ",\"error\":{\"code\":"
                        + code
                        + "}}");
    }

    @Override
    public void handle(HttpExchange exchange, FakeUpstream.Received received) throws IOException {
        if (received.method().equals("DELETE")) {
            deleted.countDown();
            exchange.sendResponseHeaders(204, -1);
            return;
        }
        if (!keys.isEmpty() && !keys.contains(received.header("x-api-key"))) {
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        JsonObject message =
                Json.object(received.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
        String method = message.getString("method");
        boolean lost =
                !method.equals("initialize") && !received.header("mcp-session-id").equals(session);
        if (methods.containsKey(method) && !lost) {
            methods.get(method).answer(exchange, message);
        } else {
            error(exchange, message, 400, lost && methods.containsKey(method) ? -32000 : -32601);
        }
    }
}
