package dev.keystile.mcp.bridge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server-sent event as it came, from its first line to the blank one. */
final class ServerEvent {
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] raw;

    ServerEvent(byte[] raw) {
        this.raw = raw;
    }

    /** A line without its end. */
    private final class Line {
        private final int from;
        private final int to;

        Line(int from, int to) {
            this.from = from;
            this.to = to;
        }

        boolean isData() {
            return startsWith(DATA) && (to == from + DATA.length || raw[from + DATA.length] == ':');
        }

        /** What stands behind the colon, and behind one space after it. */
        void writeValue(ByteArrayOutputStream out) {
            int value = Math.min(to, from + DATA.length + 1);
            int begin = value < to && raw[value] == ' ' ? value + 1 : value;
            out.write(raw, begin, to - begin);
        }

        boolean startsWith(byte[] prefix) {
            return to - from >= prefix.length
                    && Arrays.equals(raw, from, from + prefix.length, prefix, 0, prefix.length);
        }
    }

    /** As it came. */
    byte[] raw() {
        return raw;
    }

    /** Its data, lines joined by LF; empty when it has none, or an empty one. */
    byte[] data() {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        boolean first = true;
        for (Line line : lines()) {
            if (line.isData()) {
                if (!first) {
                    data.write('\n');
                }
                first = false;
                line.writeValue(data);
            }
        }
        return data.toByteArray();
    }

    /**
     * The same event with other data of one line; with none when that is empty. Lines that begin
     * with a byte order mark are left out: one of them may come first now, and be read without its
     * mark.
     */
    byte[] with(byte[] data) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(raw.length);
        boolean written = data.length == 0;
        for (Line line : lines()) {
            if (!line.isData() && !line.startsWith(MARK)) {
                event.write(raw, line.from, line.to - line.from);
                event.write('\n');
            } else if (line.isData() && !written) {
                event.writeBytes(DATA);
                event.writeBytes(new byte[] {':', ' '});
                event.writeBytes(data);
                event.write('\n');
                written = true;
            }
        }
        event.write('\n');
        return event.toByteArray();
    }

    /** Its lines but the blank one. */
    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        int from = new Line(0, raw.length).startsWith(MARK) ? MARK.length : 0;
        for (int i = from; i <= raw.length; i++) {
            if (i == raw.length || raw[i] == '\n' || raw[i] == '\r') {
                if (i > from) {
                    lines.add(new Line(from, i));
                }
                from = i + 1;
            }
        }
        return lines;
    }
}
