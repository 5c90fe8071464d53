package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * Where the answer to an {@link McpRequest} goes. Exactly one of {@link #send} and {@link #stream}
 * is called, once; not always by the thread that the request came in on, but never by two at once.
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

    /**
     * Runs the action, on another thread, when the client closes its connection before it has the
     * whole answer. Asked for at most once, and only when the answer takes long or is a stream. A
     * server that cannot tell does nothing: then it shows when the next bytes are written.
     */
    default void whenGone(Runnable told) {}
}
