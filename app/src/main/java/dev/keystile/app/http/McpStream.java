package dev.keystile.app.http;

import io.helidon.webserver.ServerConnectionException;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The body of a streamed answer. Flushing brings the head to the client even when nothing has been
 * written: an event stream then begins with an empty comment, since the server sends a head only
 * together with bytes of a body.
 */
final class McpStream extends OutputStream {
    private static final byte[] EMPTY_COMMENT = {':', '\n', '\n'};

    private final OutputStream out;
    private boolean commentIsDue;

    McpStream(OutputStream out, boolean events) {
        this.out = out;
        this.commentIsDue = events;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        commentIsDue = false;
        try {
            out.write(bytes, offset, length);
        } catch (ServerConnectionException gone) {
            throw new IOException("the client is gone", gone);
        }
    }

    @Override
    public void flush() throws IOException {
        if (commentIsDue) {
            write(EMPTY_COMMENT);
        }
        try {
            out.flush();
        } catch (ServerConnectionException gone) {
            throw new IOException("the client is gone", gone);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } catch (ServerConnectionException gone) {
            throw new IOException("the client is gone", gone);
        }
    }
}
