package dev.keystile.app.metrics;

import java.util.Locale;

/** Values of labels. */
final class Labels {
    private Labels() {}

    /** A constant's name as Prometheus writes words. */
    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
