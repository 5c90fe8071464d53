package dev.keystile.app.pages;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bars of which each may have a part that is not well, as SVG; without it there is nothing to run.
 */
public record BarChart(List<Bar> bars) {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 160;

    /** Copies the list. */
    public BarChart {
        bars = List.copyOf(bars);
    }

    /**
     * A bar.
     *
     * @param bad how much of the whole is not well
     */
    public record Bar(String name, long whole, long bad) {}

    /** The bars, called by this name. */
    Markup drawing(String name) {
        long most = Math.max(1, bars.stream().mapToLong(Bar::whole).max().orElse(1));
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
                        + Markup.escaped(name)
                        + "\" preserveAspectRatio=\"none\">"
                        + drawn
                        + "</svg>");
    }

    private String bar(int place, Bar bar, long most) {
        double slot = (double) WIDTH / bars.size();
        String title = bar.name() + ": " + bar.whole() + ", errors: " + bar.bad();
        return "<g><title>"
                + Markup.escaped(title)
                + "</title>"
                + box("bar", place * slot, slot, height(bar.whole(), most))
                + box("bar bad", place * slot, slot, height(bar.bad(), most))
                + "</g>";
    }

    private static long height(long value, long most) {
        return value == 0 ? 0 : Math.max(1, HEIGHT * value / most);
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
