package dev.keystile.app.pages;

import dev.keystile.oauth.api.Secret;
import io.jstach.jstache.JStache;

/** The page that names where the browser would go, and links on. */
@JStache(path = "leave")
record LeavePage(Texts texts, Secret location, String host, boolean denied) implements Page {
    @Override
    public String title() {
        return texts.plain(denied ? "leave.denied" : "leave.refused");
    }

    Markup waiting() {
        return texts.markup("leave.waiting", host);
    }

    Markup link() {
        return texts.markup("leave.link", host);
    }
}
