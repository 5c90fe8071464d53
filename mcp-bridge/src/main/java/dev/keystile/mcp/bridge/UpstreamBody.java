package dev.keystile.mcp.bridge;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of an upstream's answer; whatever goes wrong while it is read is an {@link
 * UpstreamException}, but for the end of the call.
 */
final class UpstreamBody extends InputStream {
    private final InputStream body;
    private final boolean endsWithConnection;

    /** Wraps the HTTP client's stream. */
    UpstreamBody(InputStream body, boolean endsWithConnection) {
        this.body = body;
        this.endsWithConnection = endsWithConnection;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return Cutoff.whileOpen(() -> readSome(into, offset, length));
    }

    private int readSome(byte[] into, int offset, int length) throws IOException {
        try {
            return body.read(into, offset, length);
        } catch (InsufficientDataAvailableException end) {
            if (endsWithConnection) {
                return -1;
            }
            throw UpstreamException.of(end);
        } catch (RuntimeException failed) {
            throw UpstreamException.of(failed);
        }
    }

    /**
     * Does nothing: closing the client's own stream reads on, which may block; {@link
     * UpstreamAnswer} closes.
     */
    @Override
    public void close() {}
}
