package dev.keystile.mcp.bridge;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what comes over a connection: lines that end as HTTP says, and bytes. For one thread. */
final class WireReader extends PieceInputStream {
    private final InputStream in;
    private byte[] buffer = PieceBuffer.first();
    private int next;
    private int end;
    private boolean touched;

    WireReader(InputStream in) {
        this.in = in;
    }

    /**
     * The next line without its end. Only CRLF is one: what somebody else takes for the end of a
     * line must not be in the middle of ours (RFC 9112 section 2.2).
     *
     * @param most longest line, with its end
     */
    String line(int most) throws IOException {
        String line = upTo(lineFeed(next));
        while (!line.endsWith("\n")) {
            // Checked before more is read: a line that is too long is never held.
            requireAtMost(most, line);
            fill();
            line += upTo(lineFeed(next));
        }
        requireAtMost(most, line);
        int length = line.length() - 2;
        if (length < 0 || line.indexOf('\r') != length) {
            throw UpstreamException.malformed("a line without CRLF");
        }
        return line.substring(0, length);
    }

    /** Some bytes; -1 when the connection has ended. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (next == end && length >= buffer.length) {
            return noted(in.read(into, offset, length));
        }
        if (next == end && !filled()) {
            return -1;
        }
        int some = Math.min(length, end - next);
        System.arraycopy(buffer, next, into, offset, some);
        next += some;
        return some;
    }

    /** How many bytes have come and were not read. */
    @Override
    public int available() {
        return end - next;
    }

    /** Whether so many whole lines have come, and more after them. */
    boolean hasMoreThanLines(int lines) {
        int after = next;
        for (int i = 0; i < lines; i++) {
            after = lineFeed(after);
        }
        return after < end;
    }

    /** Whether these bytes have come next. */
    boolean startsWith(byte[] bytes) {
        int after = next + bytes.length;
        return after <= end && Arrays.equals(buffer, next, after, bytes, 0, bytes.length);
    }

    /** Whether any byte has come since this was made or {@link #awaitAnother}. */
    boolean touched() {
        return touched;
    }

    void awaitAnother() {
        touched = false;
    }

    private static void requireAtMost(int most, String line) throws UpstreamException {
        if (line.length() > most) {
            throw UpstreamException.malformed("a line or a head that is too long");
        }
    }

    /** The index after the next line feed, or after all that is there. */
    private int lineFeed(int from) {
        int at = from;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, end);
    }

    private String upTo(int index) {
        String text = new String(buffer, next, index - next, StandardCharsets.ISO_8859_1);
        next = index;
        return text;
    }

    private void fill() throws IOException {
        if (!filled()) {
            throw new EOFException();
        }
    }

    private boolean filled() throws IOException {
        if (end == buffer.length) {
            buffer = PieceBuffer.after(buffer);
        }
        next = 0;
        end = Math.max(0, noted(in.read(buffer, 0, buffer.length)));
        return end > 0;
    }

    private int noted(int count) {
        touched |= count > 0;
        return count;
    }
}
