package dev.keystile.app.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An MCP server that accepts one key, keeps its connections open, and sees them closed. */
final class KeptUpstream implements AutoCloseable {
    static final String KEY = "key-of-jane";

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");

    /** A permit for each connection that bore a call with the key, and was closed. */
    final Semaphore left = new Semaphore(0);

    private final ServerSocket server;

    KeptUpstream() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        boolean called = false;
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                boolean known = head.contains(KEY);
                called |= known;
                String answer = known ? "200 OK" : "401 Unauthorized";
                HeldUpstream.say(
                        socket,
                        "HTTP/1.1 "
                                + answer
                                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
            }
        } catch (IOException gone) {
            // A reset is an end too.
        }
        left.release(called ? 1 : 0);
    }

    /** Of the next request, whose body is read too; empty at the end. */
    private static String head(InputStream in) throws IOException {
        var head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") > 0) {
                Matcher length = LENGTH.matcher(head);
                in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
