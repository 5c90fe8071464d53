package dev.keystile.app.pages;

import dev.keystile.oauth.api.LinkPrompt;
import dev.keystile.oauth.api.Secret;
import io.jstach.jstache.JStache;
import org.jspecify.annotations.Nullable;

/** The page that asks whoever signed in with an identity for the key to link with it. */
@JStache(path = "link")
record LinkPage(Texts texts, Person person, Secret proof, @Nullable Remedy problem)
        implements Page {
    static LinkPage of(LinkPrompt prompt, @Nullable Remedy problem, Texts texts) {
        return new LinkPage(texts, Person.of(prompt.identity()), prompt.proof(), problem);
    }

    @Override
    public String title() {
        return texts.plain("link.title");
    }

    /** Who it is. */
    Markup who() {
        return texts.markup("identity.who", person.label(), person.host());
    }

    /** What becomes of the key. */
    Markup lead() {
        return texts.markup("link.lead", person.label());
    }
}
