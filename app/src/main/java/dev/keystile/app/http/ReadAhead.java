package dev.keystile.app.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a client's connection. While the server answers and reads nothing, {@link
 * #watch} reads one piece ahead, since only a reading tells that the client has gone. A client that
 * sends its next request before it has the answer is watched no further.
 */
final class ReadAhead implements Supplier<byte @Nullable []> {
    private static final byte[] NOTHING = {};

    private final HelidonSocket socket;
    private final Arrival arrival;
    private final DataReader reader;
    private final ReentrantLock reading = new ReentrantLock();
    private byte[] ahead;
    private boolean ended;
    private volatile boolean watching;

    /**
     * Goes on where a reader is.
     *
     * @param before what the reader still has is the first piece
     */
    ReadAhead(DataReader before, HelidonSocket socket, Arrival arrival) {
        // Reading no bytes at all would wait for some.
        this.ahead = before.available() == 0 ? NOTHING : before.readBytes(before.available());
        this.socket = socket;
        this.arrival = arrival;
        this.reader = DataReader.create(this);
    }

    /** Who takes the pieces apart. */
    DataReader reader() {
        return reader;
    }

    /** How the client takes its time. */
    Arrival arrival() {
        return arrival;
    }

    /** A request is over; the next one may have begun in the last piece. */
    void answered() {
        arrival.answered();
        if (reader.available() > 0) {
            arrival.came();
        }
    }

    /** The next piece; null at the end. */
    @Override
    public byte @Nullable [] get() {
        lock();
        try {
            byte[] piece = ahead;
            ahead = NOTHING;
            return piece.length > 0 ? arrived(piece) : ended ? null : next();
        } catch (UncheckedIOException broken) {
            throw new ServerConnectionException("the client's connection is broken", broken);
        } finally {
            reading.unlock();
        }
    }

    private byte @Nullable [] next() {
        arrival.wanted();
        return arrived(socket.get());
    }

    private byte @Nullable [] arrived(byte @Nullable [] piece) {
        arrival.came();
        return piece;
    }

    /**
     * Runs the action on a thread of its own when the client closes the connection, or its side of
     * it. Only one action waits at a time; it is forgotten when the client sends something.
     */
    void watch(Runnable gone) {
        if (!watching) {
            watching = true;
            Thread.ofVirtual().name("keystile-client-watch").start(() -> read(gone));
        }
    }

    private void read(Runnable gone) {
        reading.lock();
        try {
            if (ahead.length > 0 || (!ended && !readOn())) {
                return;
            }
        } finally {
            watching = false;
            reading.unlock();
        }
        gone.run();
    }

    /** Reads one piece; whether there was none. */
    private boolean readOn() {
        try {
            byte[] piece = socket.get();
            ended = piece == null;
            ahead = piece == null ? NOTHING : piece;
        } catch (UncheckedIOException broken) {
            ended = true;
        }
        return ended;
    }

    // The server interrupts a connection that has been idle for too long, or when it stops.
    private void lock() {
        try {
            reading.lockInterruptibly();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CloseConnectionException("interrupted", stopped);
        }
    }
}
