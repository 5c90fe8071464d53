package dev.keystile.bench.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** An MCP server whose streams stay open; it sends the time to all of them when told to. */
final class StreamUpstream implements AutoCloseable {
    private static final int TOGETHER = 3;
    private static final byte[] HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final Queue<OutputStream> streams = new ConcurrentLinkedQueue<>();

    StreamUpstream() throws IOException {
        this.server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/mcp");
    }

    /** How many are open. */
    int open() {
        return streams.size();
    }

    /**
     * One event to each, with the time in nanoseconds at which it was written; some thousands of
     * them a second, so that they do not wait for each other.
     */
    void tick() throws Exception {
        int number = 0;
        for (OutputStream stream : streams) {
            if (++number % TOGETHER == 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            String event = "data: " + System.nanoTime() + "\n\n";
            String chunk = Integer.toHexString(event.length()) + "\r\n" + event + "\r\n";
            stream.write(chunk.getBytes(StandardCharsets.US_ASCII));
        }
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
            InputStream in = new BufferedInputStream(socket.getInputStream(), 2048);
            OutputStream out = socket.getOutputStream();
            for (String head = KeyUpstream.head(in); !head.isEmpty(); head = KeyUpstream.head(in)) {
                byte[] body = in.readNBytes(KeyUpstream.length(head));
                if (head.startsWith("get ")) {
                    out.write(HEAD);
                    streams.add(out);
                    var _ = in.read();
                    return;
                }
                out.write(KeyUpstream.answer(head, new String(body, StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException gone) {
            // The client has what it wanted.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
