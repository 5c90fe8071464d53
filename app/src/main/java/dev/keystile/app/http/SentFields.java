package dev.keystile.app.http;

import dev.keystile.mcp.bridge.HeaderFields;
import io.helidon.http.Header;
import io.helidon.http.Headers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The header fields of a request, taken over once: the bridge looks into them about ten times for
 * each call.
 *
 * @param lines a name and its value in turn
 */
record SentFields(List<String> lines) implements HeaderFields {
    /** Those that came. */
    static SentFields of(Headers headers) {
        List<String> lines = new ArrayList<>(2 * headers.size());
        for (Header header : headers) {
            if (header.valueCount() == 1) {
                add(lines, header.name(), header.get());
            } else {
                header.allValues().forEach(value -> add(lines, header.name(), value));
            }
        }
        return new SentFields(lines);
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(name);
        lines.add(value);
    }

    @Override
    public void forEach(BiConsumer<String, String> line) {
        for (int i = 0; i < lines.size(); i += 2) {
            line.accept(lines.get(i), lines.get(i + 1));
        }
    }
}
