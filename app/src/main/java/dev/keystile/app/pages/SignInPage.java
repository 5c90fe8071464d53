package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks whoever comes to their account for their key.
 *
 * @param provider where they may sign in instead; null when there is nothing
 * @param said what was done before; null when nothing was
 */
@JStache(path = "account-sign-in")
record SignInPage(
        Texts texts, @Nullable String provider, @Nullable Remedy problem, @Nullable Markup said)
        implements Page {
    boolean keyWrong() {
        return problem != null && problem.field() == Remedy.Field.KEY;
    }

    /** The button that leads to the provider. */
    Markup identify() {
        return texts.markup("identity.sign-in", provider == null ? "" : provider);
    }

    @Override
    public String title() {
        return texts.plain("account.title");
    }
}
