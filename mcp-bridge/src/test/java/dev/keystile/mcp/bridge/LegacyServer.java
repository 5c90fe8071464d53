package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that speaks MCP until 2025-11-25 and nothing else, with sessions. */
final class LegacyServer implements FakeUpstream.Handler {
    final Set<String> alive = ConcurrentHashMap.newKeySet();
    final CompletableFuture<JsonObject> answered = new CompletableFuture<>();
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch cancelled = new CountDownLatch(1);
    final CountDownLatch left = new CountDownLatch(1);
    volatile boolean streams = true;
    volatile String instructions = "Ask.";
    private final AtomicInteger last = new AtomicInteger();

    @Override
    public void handle(HttpExchange exchange, FakeUpstream.Received received) throws IOException {
        JsonObject message =
                Json.object(received.body().getBytes(StandardCharsets.UTF_8))
                        .orElse(JsonValue.EMPTY_JSON_OBJECT);
        String session = received.header("mcp-session-id");
        if (received.body().contains("io.modelcontextprotocol/")
                || received.header("mcp-protocol-version").equals("2026-07-28")) {
            ModernServer.fail(exchange, 400, message, -32000);
        } else if (RpcBody.method(message).equals("initialize")) {
            initialize(exchange, message);
        } else if (!alive.contains(session)) {
            FakeUpstream.answer(exchange, 404, "text/plain", "Session not found");
        } else if (received.method().equals("GET")) {
            listen(exchange);
        } else if (received.method().equals("DELETE")) {
            alive.remove(session);
            exchange.sendResponseHeaders(204, -1);
        } else if (!RpcBody.isRequest(message)) {
            told(message);
            exchange.sendResponseHeaders(202, -1);
        } else {
            serve(exchange, message);
        }
    }

    private void initialize(HttpExchange exchange, JsonObject message) throws IOException {
        String session = "upstream-" + last.incrementAndGet();
        alive.add(session);
        exchange.getResponseHeaders().set("Mcp-Session-Id", session);
        ModernServer.result(
                exchange,
                message,
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                        + "\"serverInfo\":{\"name\":\"legacy\",\"version\":\"1\"},"
                        + "\"instructions\":\""
                        + instructions
                        + "\"}");
    }

    private void told(JsonObject message) {
        if (message.containsKey("result") || message.containsKey("error")) {
            answered.complete(message);
        }
        if (RpcBody.method(message).equals("notifications/cancelled")) {
            cancelled.countDown();
        }
    }

    private void listen(HttpExchange exchange) throws IOException {
        if (!streams) {
            exchange.sendResponseHeaders(405, -1);
            return;
        }
        ModernServer.events(
                exchange,
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/prompts/list_changed\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\","
                        + "\"params\":{\"uri\":\"a:b\"}}");
    }

    private void serve(HttpExchange exchange, JsonObject message) throws IOException {
        String name = Json.string(RpcBody.params(message), "name");
        switch (RpcBody.method(message)) {
            case "tools/call" -> call(exchange, message, name);
            case "resources/read" -> ModernServer.fail(exchange, 200, message, -32002);
            case "tools/list" ->
                    ModernServer.result(exchange, message, "{\"tools\":[{\"name\":\"echo\"}]}");
            case "resources/subscribe" -> ModernServer.result(exchange, message, "{}");
            default -> ModernServer.fail(exchange, 200, message, -32601);
        }
    }

    private void call(HttpExchange exchange, JsonObject message, String name) throws IOException {
        switch (name) {
            case "ask" -> ask(exchange, message);
            case "wait" -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                waiting.countDown();
                Fixture.await(cancelled);
            }
            case "tell" ->
                    ModernServer.events(
                            exchange,
                            log("debug"),
                            log("error"),
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                                    + "\"params\":{\"progressToken\":5,\"progress\":1}}",
                            ModernServer.answer(message, "{\"content\":[]}"));
            default -> ModernServer.result(exchange, message, "{\"content\":[]}");
        }
    }

    private static String log(String level) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\""
                + level
                + "\"}}";
    }

    /** Asks who the person is in the middle of its answer. */
    private void ask(HttpExchange exchange, JsonObject message) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        write(
                out,
                "{\"jsonrpc\":\"2.0\",\"id\":77,\"method\":\"elicitation/create\","
                        + "\"params\":{\"message\":\"Who?\"}}");
        while (!answered.isDone()) {
            waitedFor(out);
        }
        String said = Json.string(Json.member(answered.join(), "result"), "action");
        write(out, ModernServer.answer(message, "{\"content\":[\"" + said + "\"]}"));
    }

    /** Finds out whether anybody still waits. */
    private void waitedFor(OutputStream out) throws IOException {
        try {
            out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            Thread.onSpinWait();
        } catch (IOException gone) {
            left.countDown();
            throw gone;
        }
    }

    private static void write(OutputStream out, String message) throws IOException {
        out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
