package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in a stream a comment harms no event. */
class EventBoundaryTest {
    /** A vertical bar stands where a comment may be written; what ends a line is put in for /. */
    private static final String STREAM =
            "|:/|/|data: 1/data: 2//|event: x/:no end/id: 3//|: c/|: d/|/|";

    @ParameterizedTest
    @DisplayName("GW-08: every place between two events is known, whatever ends the lines")
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void everyPlaceIsKnown(String end) {
        String text = STREAM.replace("/", end);
        var boundary = new EventBoundary();
        for (int i = 0; i < text.length(); i++) {
            boolean marked = text.charAt(i) == '|';
            if (marked) {
                assertThat(boundary.reached()).as("before " + i).isTrue();
            } else {
                boundary.pass(new byte[] {(byte) text.charAt(i)}, 0, 1);
                boolean expected = text.startsWith("|", i + 1);
                // Between CR and LF the line has ended already.
                if (!text.startsWith("\n", i + 1)) {
                    assertThat(boundary.reached()).as("after " + i).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void onlyTheBytesInTheRangeCount() {
        var boundary = new EventBoundary();
        byte[] bytes = "x\n\ndata: 1".getBytes(StandardCharsets.US_ASCII);

        boundary.pass(bytes, 1, 2);
        assertThat(boundary.reached()).isTrue();

        boundary.pass(bytes, 3, 7);
        assertThat(boundary.reached()).isFalse();
    }

    @Test
    void halfALineEndIsNotABlankLine() {
        var boundary = new EventBoundary();
        pass(boundary, "data: 1\r");
        pass(boundary, "\n");
        assertThat(boundary.reached()).isFalse();

        pass(boundary, "\r");
        assertThat(boundary.reached()).isTrue();
        pass(boundary, "\n");
        assertThat(boundary.reached()).isTrue();
    }

    private static void pass(EventBoundary boundary, String text) {
        boundary.pass(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }
}
