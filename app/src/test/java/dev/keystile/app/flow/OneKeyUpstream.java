package dev.keystile.app.flow;

import com.sun.net.httpserver.HttpExchange;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * An MCP server with one tool that takes one key in a header of its choice, and keeps all that it
 * was sent.
 */
public final class OneKeyUpstream implements AutoCloseable {
    private final String header;
    private final String value;
    private final LoopbackServer server;
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private volatile boolean silent;

    /**
     * Starts it on a free port.
     *
     * @param value what the header has to say
     */
    public OneKeyUpstream(String header, String value) {
        this.header = header;
        this.value = value;
        server = LoopbackServer.start(this::answer);
    }

    /** The URL of a path. */
    public String url(String path) {
        return server.url(path);
    }

    /** Everything that was sent: each request's headers and body as text. */
    public List<String> received() {
        return received;
    }

    /** From now on no call of a tool is answered. */
    public void fallSilent() {
        silent = true;
    }

    /** Waits until a call goes unanswered. */
    public void awaitSilence() {
        await(hanging);
    }

    @Override
    public void close() {
        closed.countDown();
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, List<String>> headers = exchange.getRequestHeaders();
            received.add(headers + " " + new String(body, StandardCharsets.UTF_8));
            if (!List.of(value).equals(headers.get(name()))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                send(exchange, Json.createObjectBuilder().add("id", "jane").build());
            } else if (body.length == 0) {
                exchange.sendResponseHeaders(204, -1);
            } else {
                answer(exchange, read(body));
            }
        }
    }

    private void answer(HttpExchange exchange, JsonObject message) throws IOException {
        String method = message.getString("method");
        if (silent && method.equals("tools/call")) {
            hanging.countDown();
            await(closed);
        } else if (!message.containsKey("id")) {
            exchange.sendResponseHeaders(202, -1);
        } else {
            send(
                    exchange,
                    Json.createObjectBuilder()
                            .add("jsonrpc", "2.0")
                            .add("id", message.get("id"))
                            .add("result", result(method))
                            .build());
        }
    }

    private JsonObject result(String method) {
        String result =
                switch (method) {
                    case "initialize" ->
                            """
                            {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                             "serverInfo": {"name": "server of %s", "version": "1"}}
                            """
                                    .formatted(header);
                    case "tools/list" ->
                            """
                            {"tools": [{"name": "look", "inputSchema": {"type": "object"}}]}
                            """;
                    default -> "{\"content\": []}";
                };
        return read(result.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As the JDK's server spells it. */
    private String name() {
        return header.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                + header.substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    private static JsonObject read(byte[] json) {
        try (var reader = Json.createReader(new ByteArrayInputStream(json))) {
            return reader.readObject();
        }
    }

    private static void send(HttpExchange exchange, JsonObject json) throws IOException {
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
