package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server that speaks MCP 2026-07-28 and nothing else, and insists on all that it demands. */
final class ModernServer implements FakeUpstream.Handler {
    final CountDownLatch waiting = new CountDownLatch(1);
    final CountDownLatch left = new CountDownLatch(1);

    @Override
    public void handle(HttpExchange exchange, FakeUpstream.Received received) throws IOException {
        JsonObject message =
                Json.object(received.body().getBytes(StandardCharsets.UTF_8))
                        .orElse(JsonValue.EMPTY_JSON_OBJECT);
        JsonObject params = RpcBody.params(message);
        String method = RpcBody.method(message);
        String version =
                Json.string(
                        Json.member(params, "_meta"), "io.modelcontextprotocol/protocolVersion");
        if (!received.method().equals("POST")) {
            exchange.sendResponseHeaders(405, -1);
        } else if (!version.equals("2026-07-28")
                || !received.header("mcp-protocol-version").equals(version)) {
            fail(exchange, 400, message, -32022);
        } else if (!received.header("mcp-method").equals(method)
                || !received.header("mcp-name").equals(Json.string(params, "name"))) {
            fail(exchange, 400, message, -32020);
        } else {
            serve(exchange, method, message, params);
        }
    }

    private void serve(HttpExchange exchange, String method, JsonObject message, JsonObject params)
            throws IOException {
        switch (method) {
            case "server/discover" ->
                    result(
                            exchange,
                            message,
                            "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                                    + "\"capabilities\":{\"tools\":{\"listChanged\":true},"
                                    + "\"resources\":{\"subscribe\":true}},\"instructions\":\"Ask.\","
                                    + "\"ttlMs\":0,\"cacheScope\":\"public\",\"_meta\":"
                                    + "{\"io.modelcontextprotocol/serverInfo\":"
                                    + "{\"name\":\"modern\",\"version\":\"1\"}}}");
            case "tools/list" ->
                    result(
                            exchange,
                            message,
                            "{\"resultType\":\"complete\",\"tools\":[{\"name\":\"echo\","
                                    + "\"outputSchema\":{\"type\":\"array\"}}],"
                                    + "\"ttlMs\":0,\"cacheScope\":\"public\"}");
            case "tools/call" -> call(exchange, message, params);
            case "subscriptions/listen" ->
                    events(
                            exchange,
                            "{\"jsonrpc\":\"2.0\",\"method\":"
                                    + "\"notifications/subscriptions/acknowledged\",\"params\":{}}",
                            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\","
                                    + "\"params\":{\"_meta\":"
                                    + "{\"io.modelcontextprotocol/subscriptionId\":1}}}",
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\"}}");
            default -> fail(exchange, 404, message, -32601);
        }
    }

    private void call(HttpExchange exchange, JsonObject message, JsonObject params)
            throws IOException {
        String progress =
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\","
                        + "\"params\":{\"progressToken\":5,\"progress\":1}}";
        switch (Json.string(params, "name")) {
            case "ask" -> ask(exchange, message, params);
            case "progress" ->
                    events(exchange, progress, answer(message, "{\"resultType\":\"complete\"}"));
            case "wait" -> waitForTheEnd(exchange, progress);
            default -> result(exchange, message, "{\"resultType\":\"complete\",\"content\":[]}");
        }
    }

    private static void ask(HttpExchange exchange, JsonObject message, JsonObject params)
            throws IOException {
        String name =
                Json.string(Json.member(Json.member(params, "inputResponses"), "who"), "action");
        boolean again = Json.string(params, "requestState").equals("s1");
        result(
                exchange,
                message,
                again
                        ? "{\"resultType\":\"complete\",\"content\":[\"" + name + "\"]}"
                        : "{\"resultType\":\"input_required\",\"requestState\":\"s1\","
                                + "\"inputRequests\":{\"who\":{\"method\":\"elicitation/create\","
                                + "\"params\":{\"message\":\"Who?\"}}}}");
    }

    /** Writes until the other side is gone. */
    private void waitForTheEnd(HttpExchange exchange, String first) throws IOException {
        OutputStream out = open(exchange, first);
        waiting.countDown();
        try {
            while (true) {
                out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.onSpinWait();
            }
        } catch (IOException gone) {
            left.countDown();
            throw gone;
        }
    }

    static void events(HttpExchange exchange, String... messages) throws IOException {
        open(exchange, messages).close();
    }

    private static OutputStream open(HttpExchange exchange, String... messages) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        for (String message : List.of(messages)) {
            out.write(("data: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return out;
    }

    static void result(HttpExchange exchange, JsonObject message, String result)
            throws IOException {
        FakeUpstream.answer(exchange, 200, "application/json", answer(message, result));
    }

    static String answer(JsonObject message, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + message.get("id") + ",\"result\":" + result + "}";
    }

    static void fail(HttpExchange exchange, int status, JsonObject message, int code)
            throws IOException {
        JsonValue id = message.getOrDefault("id", JsonValue.NULL);
        FakeUpstream.answer(
                exchange,
                status,
                "application/json",
                RpcMessage.failure(id, RpcMessage.error(code, "No.")).toString());
    }
}
