package dev.keystile.app.pages;

import dev.keystile.oauth.api.DeadKey;
import org.jspecify.annotations.Nullable;

/**
 * A key that stopped working, in words.
 *
 * @param said when that was found out, and what could go on with another key; nobody knows what day
 *     it was where the person is
 */
record EarlierKey(Markup said) {
    static @Nullable EarlierKey of(@Nullable DeadKey key, Texts texts) {
        return key == null
                ? null
                : new EarlierKey(
                        texts.markup("review.earlier", texts.day(key.since()), key.connections()));
    }
}
