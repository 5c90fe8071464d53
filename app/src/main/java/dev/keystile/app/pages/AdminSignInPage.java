package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks an operator for a token.
 *
 * @param problem why it is shown again; null on the first showing
 */
@JStache(path = "admin-sign-in")
public record AdminSignInPage(@Nullable String problem) {
    /** The page as HTML. */
    public String html() {
        return AdminSignInPageRenderer.of().execute(this);
    }
}
