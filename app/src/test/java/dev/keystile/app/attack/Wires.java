package dev.keystile.app.attack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection on which a test decides about every byte, and reads all that comes back. */
final class Wires implements AutoCloseable {
    private static final int PATIENCE_MS = 30_000;

    private final Socket socket;

    Wires(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MS);
    }

    /** Writes this; every character is a byte. */
    Wires send(String bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return this;
    }

    /** Says that nothing follows. */
    Wires end() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    /** All that comes until the other side closes. */
    String rest() throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
