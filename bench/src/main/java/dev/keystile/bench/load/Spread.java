package dev.keystile.bench.load;

import java.util.Locale;
import java.util.stream.DoubleStream;

/** What the same measurement came to each time. */
record Spread(double least, double median, double most) {
    /** Of at least one value. */
    static Spread of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
    }

    /** As {@code median (least..most)}, each in a format of its own kind, {@code %.3f} for one. */
    String text(String number) {
        return String.format(
                Locale.ROOT, number + " (" + number + ".." + number + ")", median, least, most);
    }
}
