package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.Serial;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** The upstream could not be reached, was too slow, or answered what cannot be passed on. */
final class UpstreamException extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private final int status;
    private final boolean away;
    private final boolean told;
    private final Duration retryAfter;

    /**
     * A failure with the status that a gateway answers, and the reason for the log.
     *
     * @param status 502, 503 or 504 (RFC 9110 section 15.6)
     */
    UpstreamException(int status, String reason) {
        this(status, reason, false, false, Duration.ZERO);
    }

    private UpstreamException(
            int status, String reason, boolean away, boolean told, Duration retryAfter) {
        super(reason);
        this.status = status;
        this.away = away;
        this.told = told;
        this.retryAfter = retryAfter;
    }

    /** The upstream counts as down and was not asked: 503 (RFC 9110 section 15.6.4). */
    static UpstreamException down(Duration retryAfter) {
        return new UpstreamException(503, "down", false, true, retryAfter);
    }

    /** The upstream has as many calls as it may, and was not asked: 503. */
    static UpstreamException full(int calls, Duration retryAfter) {
        return new UpstreamException(
                503, '"' + "more than " + calls + " calls at once" + '"', false, false, retryAfter);
    }

    /** The upstream says something again and again, and never what is waited for: 504. */
    static UpstreamException late(Duration most) {
        return new UpstreamException(504, '"' + "no answer in " + most.toSeconds() + " s" + '"');
    }

    /**
     * The upstream closed the connection while the request was being sent, and said nothing: 502.
     */
    static UpstreamException unread() {
        return new UpstreamException(502, "\"closed before it had read the request\"");
    }

    /** The upstream said what is no answer, or one that two readers could take differently: 502. */
    static UpstreamException malformed(String what) {
        return new UpstreamException(502, '"' + "not HTTP: " + what + '"');
    }

    /**
     * Reads what was thrown by a call; of its messages nothing is kept, since they may quote a
     * header.
     */
    static UpstreamException of(Exception thrown) {
        if (thrown instanceof UpstreamException known) {
            return known;
        }
        Throwable root = thrown;
        while (root.getCause() != null && !(root instanceof SocketTimeoutException)) {
            root = root.getCause();
        }
        boolean slow = root instanceof SocketTimeoutException;
        return new UpstreamException(
                slow ? 504 : 502,
                root.getClass().getSimpleName(),
                slow || unreachable(root),
                false,
                Duration.ZERO);
    }

    /** A connection that was made and then broke is no sign of that: one request may break it. */
    private static boolean unreachable(Throwable root) {
        return root instanceof ConnectException
                || root instanceof NoRouteToHostException
                || root instanceof UnknownHostException
                || root instanceof SSLException;
    }

    /** Whether there was no way to an answer: no connection, or silence. */
    boolean away() {
        return away;
    }

    /** Whether the log says so already: that it is down was told when it went down. */
    boolean told() {
        return told;
    }

    /** How long to wait; zero when nobody knows. */
    Duration retryAfter() {
        return retryAfter;
    }

    int status() {
        return status;
    }

    /** What a client is told. */
    String forClient() {
        return switch (status) {
            case 503 ->
                    told
                            ? "The MCP server behind this gateway cannot be reached now; try again."
                            : "The MCP server behind this gateway has as many calls as it may; try again.";
            case 504 -> "The MCP server behind this gateway did not answer in time.";
            default ->
                    "The MCP server behind this gateway cannot be reached, or gave no usable answer.";
        };
    }
}
