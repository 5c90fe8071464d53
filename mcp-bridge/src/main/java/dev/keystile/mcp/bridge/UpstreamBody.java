package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an upstream's answer; whatever goes wrong while it is read is an {@link
 * UpstreamException}, but for the end of the call.
 */
final class UpstreamBody extends PieceInputStream {
    private final InputStream body;

    /** Wraps what comes over the connection. */
    UpstreamBody(InputStream body) {
        this.body = body;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return Cutoff.whileOpen(() -> readSome(into, offset, length));
    }

    private int readSome(byte[] into, int offset, int length) throws IOException {
        try {
            return body.read(into, offset, length);
        } catch (IOException failed) {
            throw UpstreamException.of(failed);
        }
    }

    /** Does nothing; {@link UpstreamAnswer} closes. */
    @Override
    public void close() {}
}
