package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** The value of the cookie that binds what travels through a browser to that browser. */
final class BrowserBinding {
    private BrowserBinding() {}

    /** What the browser has, else a new one. */
    static Secret of(@Nullable Secret known, SecureRandom random) {
        return known != null && drawnHere(known)
                ? known
                : Secret.of(Base64Url.encode(Crypto.random(random, Crypto.KEY_BYTES)));
    }

    /** A cookie of another shape was set by somebody else, perhaps to be guessed. */
    private static boolean drawnHere(Secret browser) {
        return Base64Url.parse(browser.reveal())
                .filter(bytes -> bytes.length == Crypto.KEY_BYTES)
                .isPresent();
    }
}
