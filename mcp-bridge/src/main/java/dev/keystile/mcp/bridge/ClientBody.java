package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;

/** A body on its way to the client; a client that does not read blocks it until its call ends. */
final class ClientBody extends PieceOutputStream {
    private final OutputStream client;

    ClientBody(OutputStream client) {
        this.client = client;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Cutoff.whileOpen(() -> client.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        Cutoff.whileOpen(client::flush);
    }

    @Override
    public void close() throws IOException {
        Cutoff.whileOpen(client::close);
    }
}
