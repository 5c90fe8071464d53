package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * The body of an upstream's answer; whatever goes wrong while it is read is an {@link
 * UpstreamException}, but for the end of the call.
 */
final class UpstreamBody extends PieceInputStream {
    private final InputStream body;
    private final Consumer<UpstreamException> failed;

    /** Wraps what comes over the connection; {@code failed} hears of what goes wrong. */
    UpstreamBody(InputStream body, Consumer<UpstreamException> failed) {
        this.body = body;
        this.failed = failed;
    }

    @Override
    public int available() throws IOException {
        return body.available();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return Cutoff.whileOpen(() -> readSome(into, offset, length));
    }

    private int readSome(byte[] into, int offset, int length) throws IOException {
        try {
            return body.read(into, offset, length);
        } catch (IOException broken) {
            UpstreamException why = UpstreamException.of(broken);
            failed.accept(why);
            throw why;
        }
    }

    /** Does nothing; {@link UpstreamAnswer} closes. */
    @Override
    public void close() {}
}
