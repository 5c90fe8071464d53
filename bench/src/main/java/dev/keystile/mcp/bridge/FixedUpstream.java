package dev.keystile.mcp.bridge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers every request with the same bytes, as fast as sockets allow. */
final class FixedUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;
    private final int bodyBytes;

    /**
     * Starts on a free port.
     *
     * @param bodyBytes how many bytes the body of each request has
     */
    FixedUpstream(String answer, int bodyBytes) throws IOException {
        this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        this.bodyBytes = bodyBytes;
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

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
            InputStream in = new BufferedInputStream(socket.getInputStream(), 4096);
            OutputStream out = socket.getOutputStream();
            while (endOfHead(in)) {
                in.skipNBytes(bodyBytes);
                out.write(answer);
            }
        } catch (IOException gone) {
            // The client has what it wanted.
        }
    }

    /** Reads up to the empty line; false when the client has left. */
    private static boolean endOfHead(InputStream in) throws IOException {
        int last = 0;
        for (int b = in.read(); b >= 0; b = in.read()) {
            last = last << 8 | b;
            if (last == 0x0d0a0d0a) {
                return true;
            }
        }
        return false;
    }
}
