package dev.keystile.app.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** An upstream that begins answers, ends them when the test says so, and notices who leaves. */
final class HeldUpstream implements AutoCloseable {
    /** The body of every POST that it is sent. */
    static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\"}";

    static final String EVENTS =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static final int BACKLOG = 512;

    /** Answers on a connection; failing is as good as ending. */
    @FunctionalInterface
    interface Answer {
        void say(Socket socket) throws IOException;
    }

    /** A permit for each call that came, and for each whose connection was closed. */
    final Semaphore asked = new Semaphore(0);

    final Semaphore left = new Semaphore(0);
    private final ServerSocket server;

    HeldUpstream(Answer answer) {
        try {
            server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(answer));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

    /** Says this text and no more. */
    static Answer saying(String text) {
        return socket -> say(socket, text);
    }

    static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Answer answer) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, answer));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, Answer answer) {
        try (socket) {
            readRequest(socket.getInputStream());
            asked.release();
            answer.say(socket);
            socket.getInputStream().readAllBytes();
        } catch (IOException gone) {
            // A reset is an end too.
        }
        left.release();
    }

    private static void readRequest(InputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed");
            }
            head.append((char) next);
        }
        in.readNBytes(head.indexOf("POST") == 0 ? CALL.length() : 0);
    }
}
