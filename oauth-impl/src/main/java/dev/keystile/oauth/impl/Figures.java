package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Analytics;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Calls, errors, milliseconds, and how many calls took how long; none of it changes. */
final class Figures {
    static final int CALLS = 0;
    static final int ERRORS = 1;
    static final int MILLIS = 2;

    /** Where the classes of duration begin. */
    private static final int CLASSES = 3;

    /** How many numbers there are. */
    private static final int LENGTH = CLASSES + Analytics.CLASSES.size() + 1;

    static final Figures NONE = new Figures(new long[LENGTH]);

    private final long[] values;

    private Figures(long[] values) {
        this.values = values;
    }

    /** As they were written; those that are missing at the end are zero. */
    static Figures of(List<Long> values) {
        long[] all = new long[LENGTH];
        IntStream.range(0, Math.min(LENGTH, values.size())).forEach(i -> all[i] = values.get(i));
        return new Figures(all);
    }

    /** Figures that can be counted up. Safe for use by one thread. */
    static final class Counter {
        private final long[] values = new long[LENGTH];

        /** Something that takes no time, or none that matters. */
        Counter count(boolean failed) {
            values[CALLS]++;
            values[ERRORS] += failed ? 1 : 0;
            return this;
        }

        /** How long it took. */
        Counter lasted(long millis) {
            values[MILLIS] += millis;
            values[CLASSES + inClass(millis)]++;
            return this;
        }

        Figures figures() {
            return new Figures(values.clone());
        }

        private static int inClass(long millis) {
            int number = 0;
            while (number < Analytics.CLASSES.size() && Analytics.CLASSES.get(number) < millis) {
                number++;
            }
            return number;
        }
    }

    Figures plus(Figures more) {
        return new Figures(
                IntStream.range(0, LENGTH).mapToLong(i -> values[i] + more.values[i]).toArray());
    }

    Analytics.Numbers numbers() {
        return new Analytics.Numbers(
                values[CALLS],
                values[ERRORS],
                values[MILLIS],
                LongStream.of(values).skip(CLASSES).boxed().toList());
    }

    /** All of them, without the zeros at the end. */
    long[] trimmed() {
        int end = LENGTH;
        while (end > 0 && values[end - 1] == 0) {
            end--;
        }
        return Arrays.copyOf(values, end);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Figures figures && Arrays.equals(values, figures.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
