package dev.keystile.app.http;

import io.helidon.common.buffers.DataReader.IncorrectNewLineException;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The body of a request as it comes in. One that ends too soon, or has a chunk whose size is no
 * number or whose end is no line end, is an {@link IOException}; a connection that broke is a
 * {@link io.helidon.webserver.ServerConnectionException}, and a chunk that is negative or too large
 * a {@link RequestException}.
 */
final class SentBody extends InputStream {
    private final InputStream in;

    private SentBody(InputStream in) {
        this.in = in;
    }

    /** The body; empty when there is none. */
    static InputStream of(ServerRequest request) {
        return request.content().hasEntity()
                ? new SentBody(request.content().inputStream())
                : InputStream.nullInputStream();
    }

    /**
     * Reads what is still to come of it, which nobody wants.
     *
     * @throws CloseConnectionException when it does not end as it should
     */
    static void drain(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return;
        }
        try {
            request.content().consume();
        } catch (RequestException
                | UncheckedIOException
                | InsufficientDataAvailableException
                | IncorrectNewLineException
                | NumberFormatException e) {
            throw new CloseConnectionException("the body did not end", e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            return in.read(into, offset, length);
        } catch (UncheckedIOException
                | InsufficientDataAvailableException
                | IncorrectNewLineException
                | NumberFormatException broken) {
            // Helidon 4.5 reports a chunk with a wrong size or end in this way.
            throw new IOException("the body cannot be read to its end", broken);
        }
    }
}
