package dev.keystile.app.pages;

import dev.keystile.oauth.api.DeadKey;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A key that stopped working, in words.
 *
 * @param said when that was found out, and what could go on with another key; nobody knows what day
 *     it was where the person is
 */
record EarlierKey(Markup said) {
    static @Nullable EarlierKey of(@Nullable DeadKey key, Texts texts) {
        if (key == null) {
            return null;
        }
        DateTimeFormatter day =
                DateTimeFormatter.ofPattern(texts.pattern("day"), texts.locale())
                        .withZone(ZoneOffset.UTC);
        return new EarlierKey(
                texts.markup("review.earlier", day.format(key.since()), key.connections()));
    }
}
