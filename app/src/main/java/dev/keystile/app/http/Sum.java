package dev.keystile.app.http;

import dev.keystile.oauth.api.Analytics;
import dev.keystile.oauth.api.Analytics.Counted;
import dev.keystile.oauth.api.Analytics.Numbers;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Counts together.
 *
 * @param classes how many took how long, as {@link Numbers} has them; empty when that is not known
 */
record Sum(long calls, long errors, long millis, List<Long> classes) {
    static final Sum NONE = new Sum(0, 0, 0, List.of());

    static Sum of(Numbers numbers) {
        return new Sum(numbers.calls(), numbers.errors(), numbers.millis(), numbers.classes());
    }

    /** Of all names in one span. */
    static Sum of(Counted counted) {
        return counted.byName().values().stream()
                .map(Sum::of)
                .reduce(Sum.of(counted.others()), Sum::plus);
    }

    Sum plus(Sum other) {
        return new Sum(
                calls + other.calls,
                errors + other.errors,
                millis + other.millis,
                IntStream.range(0, Math.max(classes.size(), other.classes.size()))
                        .mapToObj(place -> at(classes, place) + at(other.classes, place))
                        .toList());
    }

    private static long at(List<Long> values, int place) {
        return place < values.size() ? values.get(place) : 0;
    }

    /** How many of a hundred calls were errors. */
    long errorsInHundred() {
        return calls == 0 ? 0 : Math.round(100.0 * errors / calls);
    }

    /** How many calls have a duration. */
    private long timed() {
        return classes.stream().mapToLong(Long::longValue).sum();
    }

    /** Milliseconds that calls take on average; 0 when none has a duration. */
    long mean() {
        return timed() == 0 ? 0 : Math.round((double) millis / timed());
    }

    /**
     * Within how many milliseconds so many of a hundred calls were over: the end of the class in
     * which the last of them is. 0 when none has a duration, and a minute more than the last end
     * for calls that are in no class with an end.
     */
    long within(int hundredths) {
        long wanted = (timed() * hundredths + 99) / 100;
        long seen = 0;
        for (int place = 0; place < classes.size() && wanted > 0; place++) {
            seen += classes.get(place);
            if (seen >= wanted) {
                return end(place);
            }
        }
        return 0;
    }

    private static long end(int place) {
        List<Long> ends = Analytics.CLASSES;
        return place < ends.size() ? ends.get(place) : ends.getLast() + 60_000;
    }
}
