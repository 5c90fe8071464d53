package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;

/** A body that ends with its connection. */
final class LastBody extends InputStream {
    private final WireReader in;

    LastBody(WireReader in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        return in.read(into, offset, length);
    }
}
