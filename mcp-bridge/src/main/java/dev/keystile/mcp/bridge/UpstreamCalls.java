package dev.keystile.mcp.bridge;

import io.helidon.http.Method;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over connections that are kept: sends a request and reads the head of its answer. Safe
 * for use by many threads.
 */
final class UpstreamCalls implements AutoCloseable {
    private final Map<Origin, UpstreamPool> pools = new ConcurrentHashMap<>();
    private final SSLSocketFactory tls;
    private final Duration connectTimeout;
    private final int idleConnections;
    private final InstantSource clock;

    /**
     * No connections yet.
     *
     * @param tls for what goes to {@code https} URLs
     * @param idleConnections most that are kept for each origin
     */
    UpstreamCalls(
            SSLSocketFactory tls,
            Duration connectTimeout,
            int idleConnections,
            InstantSource clock) {
        this.tls = tls;
        this.connectTimeout = connectTimeout;
        this.idleConnections = idleConnections;
        this.clock = clock;
    }

    /** Makes a call; once more where the upstream had closed the connection it went over. */
    UpstreamAnswer call(UpstreamRequest request, byte[] body) throws IOException {
        Origin origin = request.at().origin();
        UpstreamPool pool =
                pools.computeIfAbsent(origin, _ -> new UpstreamPool(idleConnections, clock));
        UpstreamConnection kept = pool.take();
        if (kept == null) {
            return call(request, body, open(origin), pool);
        }
        try {
            return call(request, body, kept, pool);
        } catch (IOException failed) {
            if (mayHaveRun(request.method(), kept, failed)) {
                throw failed;
            }
            return call(request, body, open(origin), pool);
        }
    }

    /** Closes the idle connections. */
    @Override
    public void close() {
        pools.values().forEach(UpstreamPool::close);
    }

    private static UpstreamAnswer call(
            UpstreamRequest request, byte[] body, UpstreamConnection connection, UpstreamPool pool)
            throws IOException {
        try {
            AnswerHead head = answered(request, body, connection);
            AnswerFraming framing = AnswerFraming.of(request.method(), head);
            return new UpstreamAnswer(head, framing, connection, pool);
        } catch (IOException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    private static AnswerHead answered(
            UpstreamRequest request, byte[] body, UpstreamConnection connection)
            throws IOException {
        try {
            connection.send(request.head(body.length), body, request.readTimeout());
        } catch (IOException broken) {
            return answeredEarly(connection, broken);
        }
        return AnswerHead.read(connection.in());
    }

    /**
     * An upstream may answer before it has read all, and close: then the answer is there, though
     * the sending broke (RFC 9112 section 9.3).
     */
    private static AnswerHead answeredEarly(UpstreamConnection connection, IOException broken)
            throws IOException {
        if (isEnd(broken)) {
            throw broken;
        }
        try {
            return AnswerHead.read(connection.in());
        } catch (IOException none) {
            throw isEnd(none) ? none : UpstreamException.unread();
        }
    }

    private static boolean isEnd(IOException failed) {
        return failed instanceof InterruptedIOException
                || failed instanceof ClosedByInterruptException;
    }

    /**
     * Whether the upstream may have worked on a call that failed. It has not when not all of the
     * request could be written; and where it has, only a POST must not be sent again (RFC 9110
     * section 9.2.2).
     */
    private static boolean mayHaveRun(Method method, UpstreamConnection kept, IOException failed) {
        return isEnd(failed) || kept.in().touched() || (kept.sent() && method.equals(Method.POST));
    }

    private UpstreamConnection open(Origin origin) throws IOException {
        @Nullable SSLSocketFactory secure = origin.secure() ? tls : null;
        return UpstreamConnection.open(origin, secure, connectTimeout);
    }
}
