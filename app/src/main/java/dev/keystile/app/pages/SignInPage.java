package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import org.jspecify.annotations.Nullable;

/**
 * The page that asks whoever comes to their account for their key.
 *
 * @param said what was done before; null when nothing was
 */
@JStache(path = "account-sign-in")
record SignInPage(Texts texts, @Nullable Remedy problem, @Nullable Markup said) implements Page {
    @Override
    public String title() {
        return texts.plain("account.title");
    }
}
