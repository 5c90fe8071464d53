package dev.keystile.mcp.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Makes one event of a JSON body, as it comes: each line of it is a line of data. A message in JSON
 * holds line ends only between its tokens, so that it does not matter that CR becomes LF.
 */
final class JsonEvent extends PieceOutputStream {
    private static final byte[] BEGIN = bytes("event: message\ndata: ");
    private static final byte[] LINE = bytes("\ndata: ");
    private static final byte[] END = bytes("\n\n");

    private final EventStream events;
    private boolean begun;
    private boolean afterReturn;

    JsonEvent(EventStream events) {
        this.events = events;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(length + BEGIN.length);
        begin(lines);
        int from = offset;
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                lines.write(bytes, from, i - from);
                endLine(bytes[i], lines);
                from = i + 1;
            } else {
                afterReturn = false;
            }
        }
        lines.write(bytes, from, offset + length - from);
        lines.writeTo(events);
    }

    @Override
    public void flush() throws IOException {
        events.flush();
    }

    /** Ends the event and the stream. */
    @Override
    public void close() throws IOException {
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        begin(end);
        end.write(END);
        end.writeTo(events);
        events.close();
    }

    private void begin(ByteArrayOutputStream lines) throws IOException {
        if (!begun) {
            begun = true;
            lines.write(BEGIN);
        }
    }

    private void endLine(byte end, ByteArrayOutputStream lines) throws IOException {
        boolean pair = afterReturn && end == '\n';
        afterReturn = end == '\r';
        if (!pair) {
            lines.write(LINE);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
