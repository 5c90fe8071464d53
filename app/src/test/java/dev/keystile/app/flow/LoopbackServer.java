package dev.keystile.app.flow;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HTTP server on loopback, with a thread for each request. */
public final class LoopbackServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;

    private LoopbackServer(int port, HttpHandler handler) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
    }

    /** One that listens on a free port; a handler closes its exchange when the answer is out. */
    public static LoopbackServer start(HttpHandler handler) {
        return startAt(0, handler);
    }

    /** The same on this port. */
    public static LoopbackServer startAt(int port, HttpHandler handler) {
        return new LoopbackServer(port, handler);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The URL of a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Drops every connection, and interrupts who answers. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
