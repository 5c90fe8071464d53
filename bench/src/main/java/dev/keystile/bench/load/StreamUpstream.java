package dev.keystile.bench.load;

import dev.keystile.bench.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private final SocketServer server;
    private final Queue<OutputStream> streams = new ConcurrentLinkedQueue<>();

    StreamUpstream() throws IOException {
        this.server = SocketServer.start(this::talk);
    }

    URI uri() {
        return server.uri("/mcp");
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

    private void talk(InputStream in, OutputStream out) throws IOException {
        for (String head = KeyUpstream.head(in); !head.isEmpty(); head = KeyUpstream.head(in)) {
            byte[] body = in.readNBytes(KeyUpstream.length(head));
            if (head.startsWith("get ")) {
                out.write(HEAD);
                streams.add(out);
                try {
                    var _ = in.read();
                } finally {
                    streams.remove(out);
                }
                return;
            }
            out.write(KeyUpstream.answer(head, new String(body, StandardCharsets.ISO_8859_1)));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
