package dev.keystile.mcp.bridge;

import dev.keystile.bench.SocketServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Answers every request with the same bytes, as fast as sockets allow. */
final class FixedUpstream implements AutoCloseable {
    private final SocketServer server;
    private final byte[] answer;
    private final int bodyBytes;

    /**
     * Starts on a free port.
     *
     * @param bodyBytes how many bytes the body of each request has
     */
    FixedUpstream(String answer, int bodyBytes) throws IOException {
        this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
        this.bodyBytes = bodyBytes;
        this.server = SocketServer.start(this::talk);
    }

    URI uri() {
        return server.uri("/mcp");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void talk(InputStream in, OutputStream out) throws IOException {
        while (endOfHead(in)) {
            in.skipNBytes(bodyBytes);
            out.write(answer);
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
