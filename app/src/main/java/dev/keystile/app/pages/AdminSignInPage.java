package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheLambda;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks an operator for a token.
 *
 * @param problem why it is shown again; null on the first showing
 */
@JStache(path = "admin-sign-in")
public record AdminSignInPage(@Nullable String problem) {
    /** The text of a key, as templates write it: <code>{{#t}}key.show{{/t}}</code>. */
    @JStacheLambda
    @JStacheLambda.Raw
    public String t(@JStacheLambda.Raw String key) {
        return Texts.ENGLISH.markup(key).html();
    }

    /** The page as HTML. */
    public String html() {
        return AdminSignInPageRenderer.of().execute(this);
    }
}
