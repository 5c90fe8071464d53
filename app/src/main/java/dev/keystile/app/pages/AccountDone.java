package dev.keystile.app.pages;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the account page was used for a moment ago. */
public enum AccountDone {
    /** One app was disconnected. */
    DISCONNECTED,
    /** The tools of an app were chosen. */
    TOOLS,
    /** All apps got another key. */
    REPLACED,
    /** A key was linked with an identity. */
    LINKED,
    /** An identity is linked no more. */
    UNLINKED,
    /** All apps were disconnected. */
    DISCONNECTED_ALL,
    /** Everything was deleted. */
    DELETED,
    /** The session was ended. */
    SIGNED_OUT;

    /** The one that is called so in a URL; null when none is. */
    public static @Nullable AccountDone of(String text) {
        return Stream.of(values())
                .filter(done -> done.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    /** What it is called in a URL. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** In words. */
    Markup said(Texts texts) {
        return texts.markup("account.done." + text());
    }
}
