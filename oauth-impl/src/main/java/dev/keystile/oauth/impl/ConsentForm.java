package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.ConsentStep;
import dev.keystile.oauth.api.Parameters;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the forms of consent pages say; {@link ConsentPages} names their fields. */
public final class ConsentForm {
    private ConsentForm() {}

    /** The step that was decided on; null when the form says none. */
    public static @Nullable ConsentStep step(Parameters form, @Nullable Secret browser) {
        Secret transaction = form.secret("transaction");
        return switch (form.value("decision")) {
            case "continue" ->
                    new ConsentStep.Continue(
                            transaction,
                            browser,
                            form.secret("api_key"),
                            form.value("connector"),
                            form.value("user_id"));
            case "allow" ->
                    new ConsentStep.Allow(
                            transaction,
                            browser,
                            tools(form),
                            "yes".equals(form.value("replace")),
                            "yes".equals(form.value("link")));
            case "deny" -> new ConsentStep.Deny(transaction, browser);
            case null, default -> null;
        };
    }

    /**
     * The tools that were chosen; null when nothing was that can be used. Whoever ticked tools and
     * left another choice as it was did not mean that one.
     */
    public static @Nullable ToolPolicy tools(Parameters form) {
        List<String> ticked = form.values("tool");
        return switch (form.value("tools")) {
            case "all" -> ticked.isEmpty() ? new ToolPolicy.Everything() : null;
            case "read-only" -> ticked.isEmpty() ? new ToolPolicy.ReadOnly() : null;
            case "some" -> ToolPolicy.named(ticked).orElse(null);
            case null, default -> null;
        };
    }
}
