package dev.keystile.app.pages;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bars, as SVG: without it there is nothing to run.
 *
 * @param unit what the bars count, after a number, such as {@code calls}
 * @param second of which each bar may have a part, such as {@code errors}; empty when it has none
 * @param bad whether that part is something that is not well
 * @param bars from left to right, at least one
 */
public record BarChart(String unit, String second, boolean bad, List<Bar> bars) {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 160;

    /** Copies the list. */
    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * A bar.
     *
     * @param part of the whole
     */
    public record Bar(String name, long whole, long part) {}

    /** A bar in words. */
    public record Line(String name, String words) {}

    /** Those that are not empty, in words. */
    List<Line> lines() {
        return bars.stream()
                .filter(bar -> bar.whole() > 0)
                .map(bar -> new Line(bar.name(), words(bar)))
                .toList();
    }

    /** How high the highest is. */
    String mostText() {
        return most() + " " + unit;
    }

    private long most() {
        return bars.stream().mapToLong(Bar::whole).max().orElse(0);
    }

    private String words(Bar bar) {
        String whole = bar.whole() + " " + unit;
        return second.isEmpty() ? whole : whole + ", " + bar.part() + " " + second;
    }

    /** The bars, called by this name. */
    Markup drawing(String name) {
        long most = Math.max(1, most());
        String drawn =
                IntStream.range(0, bars.size())
                        .mapToObj(place -> bar(place, bars.get(place), most))
                        .collect(Collectors.joining());
        return new Markup(
                "<svg class=\"chart\" viewBox=\"0 0 "
                        + WIDTH
                        + " "
                        + HEIGHT
                        + "\" role=\"img\" aria-label=\""
                        + Markup.escaped(name + ", at most " + mostText())
                        + "\" preserveAspectRatio=\"none\">"
                        + drawn
                        + "</svg>");
    }

    private String bar(int place, Bar bar, long most) {
        double slot = (double) WIDTH / bars.size();
        return "<g><title>"
                + Markup.escaped(bar.name() + ": " + words(bar))
                + "</title>"
                + box("bar", place * slot, slot, height(bar.whole(), most))
                + box(bad ? "bar worse" : "bar part", place * slot, slot, height(bar.part(), most))
                + "</g>";
    }

    /** At least two of its units when there is anything: less could not be seen. */
    private static long height(long value, long most) {
        return value == 0 ? 0 : Math.max(2, HEIGHT * value / most);
    }

    private static String box(String look, double left, double slot, long height) {
        return "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"></rect>"
                .formatted(
                        look,
                        Math.round(left),
                        HEIGHT - height,
                        Math.max(1, Math.round(slot) - 2),
                        height);
    }
}
