package dev.keystile.mcp.bridge;

import java.io.EOFException;
import java.io.IOException;

/** A body of known length. */
final class SizedBody extends PieceInputStream {
    private final WireReader in;
    private final Runnable atEnd;
    private long left;

    /** The next bytes; {@code atEnd} runs once, when the last one was read. */
    SizedBody(WireReader in, long bytes, Runnable atEnd) {
        this.in = in;
        this.left = bytes;
        this.atEnd = atEnd;
    }

    @Override
    public int available() {
        return (int) Math.min(left, in.available());
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int some = in.read(into, offset, (int) Math.min(length, left));
        if (some < 0) {
            throw new EOFException();
        }
        left -= some;
        if (left == 0) {
            atEnd.run();
        }
        return some;
    }
}
