package dev.keystile.app.pages;

import io.jstach.jstache.JStacheLambda;

/** What the layout asks of every page. */
interface Page {
    /** The words it is written with. */
    Texts texts();

    /** What it is called, in the browser's own bar. */
    String title();

    /** Whose page it is. */
    default Brand brand() {
        return texts().brand();
    }

    /** What the gateway is for, in a sentence. */
    default Markup motto() {
        return texts().markup("layout.motto", brand().name());
    }

    /** The text of a key, as templates write it: <code>{{#t}}key.show{{/t}}</code>. */
    @JStacheLambda
    @JStacheLambda.Raw
    default String t(@JStacheLambda.Raw String key) {
        return texts().markup(key).html();
    }
}
