package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An event stream on its way to the client. One thread writes events, and any other may write a
 * comment between two of them. Nothing is collected: a client that does not read blocks the writer.
 */
final class EventStream extends PieceOutputStream {
    static final String TYPE = "text/event-stream";

    /** No proxy may keep or change a stream, nor hold it back. */
    static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-cache, no-transform", "X-Accel-Buffering", "no");

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream client;
    private final Passed time;
    private final ReentrantLock turn = new ReentrantLock();
    private final EventBoundary boundary = new EventBoundary();
    private boolean closed;
    private volatile boolean betweenEvents = true;
    private volatile long quietSince;

    /**
     * A stream that was opened at this time.
     *
     * @param opened in milliseconds that had passed
     */
    EventStream(OutputStream client, Passed time, long opened) {
        this.client = client;
        this.time = time;
        this.quietSince = opened;
    }

    /** Begins the answer to a client as an event stream. */
    static EventStream open(
            McpResponse client, int status, Map<String, String> headers, Passed time)
            throws IOException {
        long now = time.millis();
        return new EventStream(client.stream(status, headers, -1), time, now);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        inTurn(() -> {
            quietSince = time.millis();
            boundary.pass(bytes, offset, length);
            betweenEvents = boundary.reached();
            client.write(bytes, offset, length);
        });
    }

    @Override
    public void flush() throws IOException {
        inTurn(client::flush);
    }

    @Override
    public void close() throws IOException {
        inTurn(() -> {
            closed = true;
            client.close();
        });
    }

    /**
     * Ends the stream in the middle of whatever it is in; a comment that is on its way goes first.
     *
     * @throws IOException when the client does not even take that: its connection has to go
     */
    void cut() throws IOException {
        if (!isMyTurnSoon()) {
            throw new IOException("the client does not read");
        }
        try {
            close();
        } finally {
            turn.unlock();
        }
    }

    /** Whether nothing has been sent for this long, and a comment may be sent now. */
    boolean isQuiet(Duration limit) {
        return betweenEvents && time.millis() - quietSince >= limit.toMillis();
    }

    /** Sends a comment if the stream is still as quiet when its turn has come. */
    void keepAlive(Duration limit) throws IOException {
        // Whoever has the turn is sending something.
        if (!turn.tryLock()) {
            return;
        }
        try {
            if (!closed && isQuiet(limit)) {
                quietSince = time.millis();
                client.write(COMMENT);
                client.flush();
            }
        } finally {
            turn.unlock();
        }
    }

    private void inTurn(Cutoff.Work work) throws IOException {
        Cutoff.whileOpen(() -> {
            takeTurn();
            try {
                work.run();
            } finally {
                turn.unlock();
            }
        });
    }

    private boolean isMyTurnSoon() throws IOException {
        try {
            return turn.tryLock(1, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted behind a comment");
        }
    }

    private void takeTurn() throws IOException {
        try {
            turn.lockInterruptibly();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted behind a comment");
        }
    }
}
