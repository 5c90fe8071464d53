package dev.keystile.app.demo;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;

/**
 * A small MCP server that knows only API keys, for trying the gateway without an upstream of one's
 * own.
 *
 * <p>It listens on a free loopback port and keeps memories in the process, until it is closed. Safe
 * for use by many threads.
 */
public final class DemoUpstream implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String PATH = "/mcp";
    private static final int MAX_BODY_BYTES = 256 * 1024;
    private static final List<DemoKey> KEYS =
            List.of(
                    new DemoKey("jean_sk_demo_1", "demo-1"),
                    new DemoKey("jean_sk_demo_2", "demo-2"),
                    new DemoKey("jean_sk_demo_3", "demo-3"));

    private final WebServer server;

    private DemoUpstream(WebServer server) {
        this.server = server;
    }

    /** Starts a demo upstream without memories; {@code clock} dates those it is given. */
    public static DemoUpstream start(InstantSource clock) {
        return new DemoUpstream(server(endpoint(clock)).start());
    }

    /** The URL of its MCP endpoint. */
    public URI uri() {
        return URI.create("http://" + LOOPBACK + ":" + server.port() + PATH);
    }

    /** The keys it accepts. */
    public List<DemoKey> keys() {
        return KEYS;
    }

    /** Stops it and forgets every memory; closing twice does no harm. */
    @Override
    public void close() {
        server.stop();
    }

    private static McpEndpoint endpoint(InstantSource clock) {
        var tools = new MemoryTools(new Memories(clock));
        var messages = new McpMessages(new LegacyMethods(tools), new ModernMethods(tools));
        return new McpEndpoint(new DemoAccess(KEYS), messages);
    }

    private static WebServer server(McpEndpoint endpoint) {
        return WebServer.builder()
                .host(LOOPBACK)
                .port(0)
                .routing(HttpRouting.builder().any(PATH, endpoint))
                .maxPayloadSize(MAX_BODY_BYTES)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .featuresDiscoverServices(false)
                .shutdownHook(false)
                .build();
    }
}
