package dev.keystile.app.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MCP server that accepts one key, and whose stream has an event whenever a test says so. */
public final class EventUpstream implements AutoCloseable {
    public static final String KEY = "jean_sk_1";
    public static final String EVENT = "data: {}\n\n";
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");

    private final Semaphore says = new Semaphore(0);
    private final CountDownLatch left = new CountDownLatch(1);
    private final LoopbackServer server = LoopbackServer.start(this::answer);

    public String url() {
        return server.url("/mcp");
    }

    /** One more event. */
    public void say() {
        says.release();
    }

    /** Reached when an event could not be written. */
    public CountDownLatch left() {
        return left;
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
                exchange.sendResponseHeaders(401, -1);
            } else if (exchange.getRequestMethod().equals("GET")) {
                events(exchange);
            } else {
                result(exchange, ID.matcher(body));
            }
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try {
            while (true) {
                says.acquireUninterruptibly();
                exchange.getResponseBody().write(EVENT.getBytes(UTF_8));
                exchange.getResponseBody().flush();
            }
        } finally {
            left.countDown();
        }
    }

    /** What satisfies a key check, whatever it asks. */
    private static void result(HttpExchange exchange, Matcher id) throws IOException {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":"
                        + (id.find() ? id.group(1) : "null")
                        + ",\"result\":{\"supportedVersions\":[\"2026-07-28\"],\"tools\":[]}}";
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length());
        exchange.getResponseBody().write(json.getBytes(UTF_8));
    }
}
