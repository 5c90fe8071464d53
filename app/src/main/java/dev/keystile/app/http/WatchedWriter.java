package dev.keystile.app.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/**
 * What goes out on a client's connection, in pieces each of which the client has to take in time.
 */
record WatchedWriter(DataWriter out, Arrival arrival) implements DataWriter {
    /**
     * As much as any connection takes within {@code server.client-patience}. Where the send buffer
     * of the system is full and much larger, a third of that has to be taken.
     */
    private static final int PIECE_BYTES = 64 * 1024;

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        while (buffer.available() > PIECE_BYTES) {
            byte[] piece = new byte[PIECE_BYTES];
            int length = buffer.read(piece, 0, PIECE_BYTES);
            handOver(BufferData.create(piece, 0, length));
        }
        handOver(buffer);
    }

    private void handOver(BufferData piece) {
        arrival.offered();
        try {
            out.writeNow(piece);
        } finally {
            arrival.taken();
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        write(buffers);
    }

    @Override
    public void writeNow(BufferData buffer) {
        write(buffer);
    }

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {
        out.close();
    }
}
