package dev.keystile.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** A server on a free port of loopback, with a thread for each connection. */
public final class SocketServer implements AutoCloseable {
    private static final int BACKLOG = 4096;
    private static final int BUFFER = 4096;

    private final ServerSocket server;
    private final Talk talk;

    private SocketServer(ServerSocket server, Talk talk) {
        this.server = server;
        this.talk = talk;
    }

    /** What is said on a connection. */
    @FunctionalInterface
    public interface Talk {
        /** Returns when all is said; the connection is closed then. */
        void with(InputStream in, OutputStream out) throws IOException;
    }

    /** Listens. */
    public static SocketServer start(Talk talk) throws IOException {
        var server =
                new SocketServer(
                        new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), talk);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /** The URL of a path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    /** Takes no more connections; those that are open end on their own. */
    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            talk.with(
                    new BufferedInputStream(socket.getInputStream(), BUFFER),
                    socket.getOutputStream());
        } catch (IOException gone) {
            // The client has what it wanted.
        }
    }
}
