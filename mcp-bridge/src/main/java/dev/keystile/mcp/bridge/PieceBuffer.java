package dev.keystile.mcp.bridge;

/**
 * The sizes of buffers that last as long as a stream. Most of what goes over a stream comes in
 * small pieces, and there may be thousands of streams: a buffer is small until it was full once.
 */
final class PieceBuffer {
    private static final int SMALL = 1 << 10;
    private static final int LARGE = 8 << 10;

    private PieceBuffer() {}

    /** A small one. */
    static byte[] first() {
        return new byte[SMALL];
    }

    /** The one to go on with after one that was full; with nothing in it. */
    static byte[] after(byte[] full) {
        return full.length < LARGE ? new byte[LARGE] : full;
    }
}
