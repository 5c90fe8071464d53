package dev.keystile.bench;

import java.util.Locale;

/** Tells people who wait what is going on; not part of the report. */
final class Progress {
    private Progress() {}

    static void tell(String format, Object... values) {
        System.err.println("bench: " + String.format(Locale.ROOT, format, values));
    }
}
