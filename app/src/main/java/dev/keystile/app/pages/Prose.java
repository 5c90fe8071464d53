package dev.keystile.app.pages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Text of an API document: paragraphs, in which backticks enclose code. The rest of Markdown stays
 * as it is written.
 */
record Prose(List<Paragraph> paragraphs) {
    /** One paragraph. */
    record Paragraph(List<Span> spans) {}

    /** A stretch of plain text or of code. */
    record Span(String text, boolean code) {}

    static Prose of(String text) {
        return new Prose(
                Arrays.stream(text.strip().split("\\n\\s*\\n"))
                        .filter(paragraph -> !paragraph.isBlank())
                        .map(Prose::paragraph)
                        .toList());
    }

    private static Paragraph paragraph(String text) {
        List<Span> spans = new ArrayList<>();
        String[] parts = text.split("`", -1);
        for (int i = 0; i < parts.length; i++) {
            if (!parts[i].isEmpty()) {
                spans.add(new Span(parts[i], i % 2 == 1));
            }
        }
        return new Paragraph(List.copyOf(spans));
    }
}
