package dev.keystile.app.pages;

import dev.keystile.oauth.api.Secret;
import io.jstach.jstache.JStache;

/** The page that names where the browser would go, and links on. */
@JStache(path = "leave")
record LeavePage(Secret location, String host, boolean denied) {
    String title() {
        return denied ? "You denied access" : "This request could not be granted";
    }
}
