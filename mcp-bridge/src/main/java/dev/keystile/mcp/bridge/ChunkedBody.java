package dev.keystile.mcp.bridge;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A body in chunks (RFC 9112 section 7.1). Extensions and trailers are dropped. */
final class ChunkedBody extends PieceInputStream {
    /** Longest line before a chunk. */
    static final int MAX_LINE = 1 << 10;

    /** Longest trailers in bytes. */
    static final int MAX_TRAILERS = 16 << 10;

    /** How the end begins after the last chunk that has bytes, and all of it without trailers. */
    private static final byte[] END = "\r\n0".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] WHOLE_END = "\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final WireReader in;
    private final Runnable atEnd;
    private boolean begun;
    private boolean done;
    private long left;

    /** {@code atEnd} runs once, when the end was read. */
    ChunkedBody(WireReader in, Runnable atEnd) {
        this.in = in;
        this.atEnd = atEnd;
    }

    /** More than nothing when a reading has nothing to wait for, also when it meets the end. */
    @Override
    public int available() {
        if (left > 0) {
            return (int) Math.min(left, in.available());
        }
        return done || hasNextCome() ? 1 : 0;
    }

    /** Whether the next chunk has begun to come, or the end has come. */
    private boolean hasNextCome() {
        if (!begun) {
            return in.hasMoreThanLines(1);
        }
        return in.startsWith(END) ? in.startsWith(WHOLE_END) : in.hasMoreThanLines(2);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !hasNext()) {
            return -1;
        }
        int some = in.read(into, offset, (int) Math.min(length, left));
        if (some < 0) {
            throw new EOFException();
        }
        left -= some;
        return some;
    }

    /**
     * Goes on to the next chunk. The end of the one before is read only now: it may come later than
     * the chunk, whose reader has no reason to wait for it.
     */
    private boolean hasNext() throws IOException {
        if (done) {
            return false;
        }
        if (begun && !in.line(MAX_LINE).isEmpty()) {
            throw UpstreamException.malformed("a chunk longer than it says");
        }
        begun = true;
        left = size(in.line(MAX_LINE));
        if (left == 0) {
            dropTrailers();
            done = true;
            atEnd.run();
        }
        return !done;
    }

    private void dropTrailers() throws IOException {
        int most = MAX_TRAILERS;
        for (String line = in.line(most); !line.isEmpty(); line = in.line(most)) {
            most -= line.length();
        }
    }

    /** Fifteen digits are more than anybody sends, and fit. */
    private static long size(String line) throws UpstreamException {
        int extension = line.indexOf(';');
        String digits = (extension < 0 ? line : line.substring(0, extension)).stripTrailing();
        if (digits.isEmpty() || digits.length() > 15) {
            throw UpstreamException.malformed("a size of a chunk");
        }
        long size = 0;
        for (int i = 0; i < digits.length(); i++) {
            size = size << 4 | hex(digits.charAt(i));
        }
        return size;
    }

    private static int hex(char c) throws UpstreamException {
        int digit = c < 0x80 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw UpstreamException.malformed("a size of a chunk");
        }
        return digit;
    }
}
