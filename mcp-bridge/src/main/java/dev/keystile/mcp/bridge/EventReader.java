package dev.keystile.mcp.bridge;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Reads the data of server-sent events, one after the other. */
final class EventReader {
    private final InputStream in;
    private final Events events;
    private byte[] buffer = PieceBuffer.first();

    /**
     * A reader for a stream of which nothing has been read.
     *
     * @param longest most bytes of an event
     */
    EventReader(InputStream in, int longest) {
        this.in = in;
        this.events = new Events(longest);
    }

    /**
     * The data of the next event that has any; empty at the end of the stream.
     *
     * @throws UpstreamException when that event is too long
     */
    Optional<byte[]> next() throws IOException {
        while (events.read.isEmpty()) {
            events.checkLength();
            int n = in.read(buffer);
            if (n < 0) {
                return Optional.empty();
            }
            events.write(buffer, 0, n);
            if (n == buffer.length) {
                buffer = PieceBuffer.after(buffer);
            }
        }
        return Optional.of(events.read.remove());
    }

    /** Those that have come and are not taken. */
    private static final class Events extends EventSplitter {
        private final int longest;
        private final Queue<byte[]> read = new ArrayDeque<>();
        private boolean tooLong;

        Events(int longest) {
            super(longest);
            this.longest = longest;
        }

        @Override
        void event(byte[] raw) {
            byte[] data = new ServerEvent(raw).data();
            if (data.length > 0 && !tooLong) {
                read.add(data);
            }
        }

        @Override
        void piece(byte[] raw) {
            tooLong = true;
        }

        void checkLength() throws UpstreamException {
            if (tooLong) {
                throw new UpstreamException(502, "\"event longer than " + longest + " bytes\"");
            }
        }
    }
}
