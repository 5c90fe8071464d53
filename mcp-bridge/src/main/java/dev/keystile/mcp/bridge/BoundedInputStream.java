package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when it turns out longer than a limit. */
final class BoundedInputStream extends PieceInputStream {
    private final InputStream in;
    private final int limit;
    private long read;

    BoundedInputStream(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int n = in.read(into, offset, length);
        read += Math.max(n, 0);
        if (read > limit) {
            throw new UpstreamException(502, "answer longer than " + limit + " bytes");
        }
        return n;
    }
}
