package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Names what was counted by one dimension in one span.
 *
 * @param number of the span since 1970
 */
record SpanId(Span span, long number, Dimension dimension) {
    /** The number of the span that holds an instant. */
    static long number(Span span, Instant at) {
        return Math.floorDiv(at.getEpochSecond(), length(span).toSeconds());
    }

    /** How long what was counted is kept. */
    static Duration kept(Span span) {
        return switch (span) {
            case HOUR -> Duration.ofDays(14);
            case DAY -> Duration.ofDays(400);
        };
    }

    /** Reads what {@link #text} wrote. */
    static SpanId parse(String text) {
        List<String> parts = List.of(text.split("/", -1));
        Dimension dimension =
                Stream.of(Dimension.values())
                        .filter(one -> one.text().equals(parts.get(2)))
                        .findFirst()
                        .orElseThrow();
        Span span = parts.get(0).equals(name(Span.HOUR)) ? Span.HOUR : Span.DAY;
        return new SpanId(span, Long.parseLong(parts.get(1)), dimension);
    }

    /** The id of its record. */
    String text() {
        return name(span) + "/" + number + "/" + dimension.text();
    }

    /** The day that it is a part of. */
    SpanId day() {
        return new SpanId(Span.DAY, number(Span.DAY, start()), dimension);
    }

    Instant start() {
        return Instant.ofEpochSecond(number * length(span).toSeconds());
    }

    /** When its record ends. */
    Instant ends() {
        return start().plus(length(span)).plus(kept(span));
    }

    private static String name(Span span) {
        return switch (span) {
            case HOUR -> "hour";
            case DAY -> "day";
        };
    }

    private static Duration length(Span span) {
        return switch (span) {
            case HOUR -> Duration.ofHours(1);
            case DAY -> Duration.ofDays(1);
        };
    }
}
