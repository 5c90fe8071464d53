package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheLambda;

/**
 * Tells an operator why there is no page, in English.
 *
 * @param title in a few words
 * @param why in a sentence
 */
@JStache(path = "admin-problem")
public record AdminProblemPage(String title, String why) {
    /** The text of a key, as templates write it: <code>{{#t}}key.show{{/t}}</code>. */
    @JStacheLambda
    @JStacheLambda.Raw
    public String t(@JStacheLambda.Raw String key) {
        return Texts.ENGLISH.markup(key).html();
    }

    /** The page as HTML. */
    public String html() {
        return AdminProblemPageRenderer.of().execute(this);
    }
}
