package dev.keystile.app;

import io.jstach.jstache.JStache;

/** A page with nothing but its title. */
@JStache(path = "templates/page.mustache")
record Page(String title) {
    /** The page as HTML. */
    static String html(String title) {
        return PageRenderer.of().execute(new Page(title));
    }
}
