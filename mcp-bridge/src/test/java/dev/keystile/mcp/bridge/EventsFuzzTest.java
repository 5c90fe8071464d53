package dev.keystile.mcp.bridge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Whatever event stream comes: nothing of it is lost, it is cut where a browser would cut it,
 * however it comes, and the data of each event are what a browser would read.
 */
class EventsFuzzTest {
    private static final int LONGEST = 64;
    private static final String MARK = "\u00ef\u00bb\u00bf";

    @FuzzTest
    void split(byte[] input) throws IOException {
        List<String> atOnce = new ArrayList<>();
        var splitter = new Splitter(atOnce, Integer.MAX_VALUE);
        splitter.write(input);
        splitter.end();
        assertThat(String.join("", atOnce)).isEqualTo(new String(input, ISO_8859_1));

        List<String> oneByOne = new ArrayList<>();
        var slow = new Splitter(oneByOne, Integer.MAX_VALUE);
        for (byte each : input) {
            slow.write(each);
        }
        slow.end();
        assertThat(data(oneByOne)).isEqualTo(data(atOnce));

        List<String> bounded = new ArrayList<>();
        var short64 = new Splitter(bounded, LONGEST);
        short64.write(input);
        short64.end();
        assertThat(String.join("", bounded)).isEqualTo(new String(input, ISO_8859_1));
    }

    @FuzzTest
    void read(byte[] input) throws IOException {
        List<String> read = read(new ByteArrayInputStream(input));
        assertThat(read(new AnswerFuzzTest.OneByOne(input))).isEqualTo(read);
        assertThat(read).isEqualTo(asBrowsersDo(new String(input, ISO_8859_1)));
    }

    /** On the first line other data, then an event. */
    @FuzzTest
    void replace(byte[] input) {
        String[] parts = new String(input, UTF_8).split("[\r\n]", 2);
        if (parts.length == 2) {
            byte[] data = parts[0].getBytes(UTF_8);
            byte[] changed = new ServerEvent(parts[1].getBytes(UTF_8)).with(data);
            byte[] there = new ServerEvent(parts[1].getBytes(UTF_8)).data();
            byte[] now = new ServerEvent(changed).data();
            assertThat(now).isIn(data, new byte[0], there.length == 0 ? there : data);
        }
    }

    private static List<String> read(InputStream from) throws IOException {
        var reader = new EventReader(from, Integer.MAX_VALUE);
        List<String> read = new ArrayList<>();
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            read.add(new String(next.get(), ISO_8859_1));
        }
        return read;
    }

    private static List<String> data(List<String> events) {
        return events.stream()
                .map(event ->
                        new String(new ServerEvent(event.getBytes(ISO_8859_1)).data(), ISO_8859_1))
                .filter(data -> !data.isEmpty())
                .toList();
    }

    /**
     * HTML standard, section 9.2.6, line by line. What no blank line ends is no event, and one
     * whose data are empty is not told. A byte order mark is skipped wherever no event has begun,
     * not before the first alone: what some client may read does not pass unread.
     */
    private static List<String> asBrowsersDo(String stream) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        String[] lines = stream.split("\r\n|\r|\n", -1);
        boolean first = true;
        for (int i = 0; i < lines.length - 1; i++) {
            String line = first && lines[i].startsWith(MARK) ? lines[i].substring(3) : lines[i];
            first = lines[i].isEmpty() || (first && lines[i].startsWith(":"));
            if (line.isEmpty()) {
                if (data.length() > 1) {
                    events.add(data.substring(0, data.length() - 1));
                }
                data.setLength(0);
            } else if (line.equals("data") || line.startsWith("data:")) {
                data.append(line.length() > 5 ? line.substring(line.charAt(5) == ' ' ? 6 : 5) : "")
                        .append('\n');
            }
        }
        return events;
    }

    private static final class Splitter extends EventSplitter {
        private final List<String> seen;

        Splitter(List<String> seen, int longest) {
            super(longest);
            this.seen = seen;
        }

        @Override
        void event(byte[] raw) {
            assertThat(raw).isNotEmpty();
            seen.add(new String(raw, ISO_8859_1));
        }

        @Override
        void piece(byte[] raw) {
            seen.add(new String(raw, ISO_8859_1));
        }
    }
}
