package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Where the answer to an {@link McpRequest} goes. Exactly one of the two methods is called, once.
 */
public interface McpResponse {
    /** Sends a complete answer; the body may be empty. The server adds {@code Content-Length}. */
    void send(int status, Map<String, String> headers, byte[] body) throws IOException;

    /**
     * Begins an answer whose body follows. {@link OutputStream#flush()} must bring all that was
     * written, and at first the head, to the client at once. Closing the stream ends the answer; it
     * stays open when the answer broke off.
     *
     * @param length of the body in bytes; -1 when it is not known
     */
    OutputStream stream(int status, Map<String, String> headers, long length) throws IOException;
}
