package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that is written in pieces; a single byte is one, too. */
abstract class PieceOutputStream extends OutputStream {
    @Override
    public final void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public abstract void write(byte[] bytes, int offset, int length) throws IOException;
}
