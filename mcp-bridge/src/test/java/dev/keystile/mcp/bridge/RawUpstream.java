package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * An upstream that says exactly the bytes of the test, for what a real HTTP server would not do.
 */
final class RawUpstream implements AutoCloseable {
    /** Handles one connection, with its number from 1. */
    @FunctionalInterface
    interface Handler {
        void handle(Socket socket, int connection) throws Exception;
    }

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    RawUpstream(Handler handler) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler);
    }

    /** On a socket that listens already; it is closed with this. */
    RawUpstream(ServerSocket server, Handler handler) {
        this.server = server;
        Thread.ofVirtual().start(() -> accept(handler));
    }

    /** One that answers the first request of each connection with these bytes, and closes it. */
    static RawUpstream saying(String answer) throws IOException {
        return new RawUpstream((socket, _) -> {
            readRequest(socket);
            write(socket, answer);
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

    int connections() {
        return connections.get();
    }

    /** Reads one request with its body. */
    static void readRequest(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("closed");
            }
            head.append((char) b);
        }
        var length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
    }

    static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept(Handler handler) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> handle(handler, socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void handle(Handler handler, Socket socket, int number) {
        try (socket) {
            handler.handle(socket, number);
        } catch (Exception ended) {
            // The other side went first.
        }
    }
}
