package dev.keystile.mcp.bridge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.ProtectedResource;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * The bridge mounted in the JDK's own HTTP server: all that a server needs in order to embed it.
 */
final class JdkServer implements AutoCloseable {
    static final Network NETWORK = new Network("192.0.2.0/24", false);

    private final HttpServer server;

    JdkServer(McpBridge bridge, Function<URI, ProtectedResource> resources) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        mount(bridge, resources, "/mcp", false);
        mount(bridge, resources, "/key/mcp", true);
        server.start();
    }

    private void mount(
            McpBridge bridge,
            Function<URI, ProtectedResource> resources,
            String path,
            boolean keysOnly) {
        server.createContext(
                path,
                exchange -> {
                    bridge.forward(request(exchange, resources, keysOnly), new Answer(exchange));
                    // Not in a finally block: after an exception the server drops the connection,
                    // as it must.
                    exchange.close();
                });
    }

    private static McpRequest request(
            HttpExchange exchange, Function<URI, ProtectedResource> resources, boolean keysOnly) {
        HeaderFields headers =
                line ->
                        exchange.getRequestHeaders()
                                .forEach((name, values) ->
                                        values.forEach(value -> line.accept(name, value)));
        ProtectedResource resource = resources.apply(exchange.getRequestURI());
        return new McpRequest(
                exchange.getRequestMethod(),
                resource,
                keysOnly,
                headers,
                exchange.getRequestBody(),
                () -> NETWORK);
    }

    private record Answer(HttpExchange exchange) implements McpResponse {
        @Override
        public void send(int status, Map<String, String> headers, byte[] body) throws IOException {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }

        @Override
        public OutputStream stream(int status, Map<String, String> headers, long length)
                throws IOException {
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, Math.max(length, 0));
            return exchange.getResponseBody();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
