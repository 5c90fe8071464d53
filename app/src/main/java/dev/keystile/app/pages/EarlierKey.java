package dev.keystile.app.pages;

import dev.keystile.oauth.api.DeadKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A key that stopped working, in words.
 *
 * @param day when that was found out; nobody knows what day it was where the person is
 * @param connections what could go on with another key
 */
record EarlierKey(String day, String connections) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    static @Nullable EarlierKey of(@Nullable DeadKey key) {
        return key == null
                ? null
                : new EarlierKey(
                        DAY.format(key.since()) + " (UTC)",
                        key.connections() == 1
                                ? "1 app connection still uses it"
                                : key.connections() + " app connections still use it");
    }
}
