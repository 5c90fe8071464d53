package dev.keystile.oauth.api;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was counted, by all nodes that share the store; of what a node counted within the last
 * minute the others do not know yet. Safe for use by many threads.
 */
public interface Analytics {
    /** Upper ends of the classes of duration in milliseconds, the last class aside. */
    List<Long> CLASSES = List.of(10L, 25L, 50L, 100L, 250L, 500L, 1000L, 2500L, 10_000L, 60_000L);

    /** By what is counted. */
    enum Dimension {
        /** Calls, by connector. */
        CONNECTOR,
        /** Calls, by client. */
        CLIENT,
        /** Calls of tools, by {@code connector/tool}. */
        TOOL,
        /** Calls, by account. */
        ACCOUNT,
        /**
         * Steps to a connection and what became of it, by the names of the events; those of keys
         * also by {@code event connector}.
         */
        STEP;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** Its name in the store. */
        public String text() {
            return text;
        }
    }

    /** Of what length. */
    enum Span {
        /** Kept for 14 days. */
        HOUR,
        /** In UTC; kept for 400 days. */
        DAY
    }

    /**
     * Counts.
     *
     * @param errors of these calls, how many were no success
     * @param millis how long they took, together
     * @param classes how many took how long: one more than {@link #CLASSES}; steps are in none
     */
    record Numbers(long calls, long errors, long millis, List<Long> classes) {
        /** Copies the list. */
        public Numbers {
            classes = List.copyOf(classes);
        }
    }

    /**
     * What was counted in one span.
     *
     * @param start of it
     * @param byName never more than a thousand names
     * @param others what was counted under further names; their number is not known
     */
    record Counted(Instant start, Map<String, Numbers> byName, Numbers others) {
        /** Copies the map. */
        public Counted {
            byName = Map.copyOf(byName);
        }
    }

    /**
     * The spans that are over or have begun from the one that holds {@code from} to the one that
     * holds {@code to}, the earliest first, without those in which nothing was counted. Earlier
     * ones than are kept are not looked for.
     *
     * @throws StoreUnavailableException when the store cannot answer
     */
    List<Counted> read(Dimension dimension, Span span, Instant from, Instant to);
}
