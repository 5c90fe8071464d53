package dev.keystile.app.http;

import dev.keystile.app.pages.BarChart;
import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.Analytics.Counted;
import dev.keystile.oauth.api.Analytics.Dimension;
import dev.keystile.oauth.api.Analytics.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What was counted in the last spans, the present one among them. */
record Lately(Analytics analytics, Instant now, Span span, int spans) {
    /** In the last hours. */
    static Lately hours(AdminParts parts, int hours) {
        return new Lately(parts.analytics(), parts.clock().instant(), Span.HOUR, hours);
    }

    /** In the last days. */
    static Lately days(AdminParts parts, int days) {
        return new Lately(parts.analytics(), parts.clock().instant(), Span.DAY, days);
    }

    /** By spans, without those in which there was nothing. */
    List<Counted> read(Dimension dimension) {
        return analytics.read(dimension, span, now.minus(length().multipliedBy(spans - 1L)), now);
    }

    /** By names, those that are not known aside. */
    Map<String, Sum> sums(Dimension dimension) {
        return sums(read(dimension));
    }

    /** The same of what was read. */
    static Map<String, Sum> sums(List<Counted> read) {
        Map<String, Sum> sums = new TreeMap<>();
        for (Counted counted : read) {
            counted.byName()
                    .forEach((name, numbers) -> sums.merge(name, Sum.of(numbers), Sum::plus));
        }
        return sums;
    }

    /** Of all names. */
    static Sum total(List<Counted> read) {
        return read.stream().map(Sum::of).reduce(Sum.NONE, Sum::plus);
    }

    /** A bar for each span, made of what was counted in it. */
    List<BarChart.Bar> bars(List<Counted> read, Function<Counted, Height> height) {
        Map<Instant, Height> heights =
                read.stream().collect(Collectors.toMap(Counted::start, height));
        long last = now.getEpochSecond() / length().toSeconds();
        return LongStream.rangeClosed(last - spans + 1, last)
                .mapToObj(number -> Instant.EPOCH.plus(length().multipliedBy(number)))
                .map(start -> heights.getOrDefault(start, Height.NONE).bar(name(start)))
                .toList();
    }

    /** How high a bar is, and a part of it. */
    record Height(long whole, long part) {
        private static final Height NONE = new Height(0, 0);

        private BarChart.Bar bar(String name) {
            return new BarChart.Bar(name, whole, part);
        }
    }

    private String name(Instant start) {
        String text = start.toString();
        return switch (span) {
            case HOUR -> text.substring(0, 10) + " " + text.substring(11, 16);
            case DAY -> text.substring(0, 10);
        };
    }

    private Duration length() {
        return AdminFigures.length(span);
    }
}
