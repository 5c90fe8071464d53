package dev.keystile.app.http;

import dev.keystile.oauth.api.Analytics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was counted in the last hours, the present one among them. */
record LastHours(Analytics analytics, Instant now, int hours) {
    /** Calls and errors. */
    record Sum(long calls, long errors) {
        static final Sum NONE = new Sum(0, 0);

        private static Sum of(Analytics.Numbers numbers) {
            return new Sum(numbers.calls(), numbers.errors());
        }

        private Sum plus(Sum other) {
            return new Sum(calls + other.calls, errors + other.errors);
        }
    }

    /** By hours, without those in which there was nothing. */
    List<Analytics.Counted> read(Analytics.Dimension dimension) {
        return analytics.read(
                dimension, Analytics.Span.HOUR, now.minus(Duration.ofHours(hours - 1L)), now);
    }

    /** By names, those that are not known aside. */
    Map<String, Sum> sums(Analytics.Dimension dimension) {
        Map<String, Sum> sums = new TreeMap<>();
        for (Analytics.Counted counted : read(dimension)) {
            counted.byName()
                    .forEach((name, numbers) -> sums.merge(name, Sum.of(numbers), Sum::plus));
        }
        return sums;
    }

    /** Of all names. */
    Sum total(Analytics.Dimension dimension) {
        return read(dimension).stream().map(LastHours::total).reduce(Sum.NONE, Sum::plus);
    }

    /** Of all names in one span. */
    static Sum total(Analytics.Counted counted) {
        return counted.byName().values().stream()
                .map(Sum::of)
                .reduce(Sum.of(counted.others()), Sum::plus);
    }
}
