package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.Serial;
import java.net.SocketTimeoutException;

/** The upstream could not be reached, was too slow, or answered what cannot be passed on. */
final class UpstreamException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * A failure with the status that a gateway answers, and the reason for the log.
     *
     * @param status 502 or 504 (RFC 9110 section 15.6)
     */
    UpstreamException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /**
     * Reads what the HTTP client threw; of its messages nothing is kept, since they may quote a
     * header.
     */
    static UpstreamException of(RuntimeException thrown) {
        Throwable root = thrown;
        while (root.getCause() != null && !(root instanceof SocketTimeoutException)) {
            root = root.getCause();
        }
        return new UpstreamException(
                root instanceof SocketTimeoutException ? 504 : 502,
                root.getClass().getSimpleName());
    }

    int status() {
        return status;
    }
}
