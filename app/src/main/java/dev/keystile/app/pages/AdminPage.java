package dev.keystile.app.pages;

import io.jstach.jstache.JStache;
import io.jstach.jstache.JStacheLambda;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of the administration, in English. */
@JStache(path = "admin")
public record AdminPage(Frame frame, AdminContent content) {
    /**
     * What is around the content.
     *
     * @param here its path
     * @param session ties its forms to the session; to be sent back as it is
     * @param mayChange whether it has buttons that change something
     * @param said what came of what was done before; null when nothing was
     */
    public record Frame(
            String title,
            String here,
            String session,
            boolean mayChange,
            @Nullable Said said,
            List<Tab> tabs) {
        /** Copies the list. */
        public Frame {
            tabs = List.copyOf(tabs);
        }
    }

    /** A message. */
    public record Said(boolean well, String words) {}

    /** The way to another page. */
    public record Tab(String href, String name, boolean current) {}

    /** The text of a key, as templates write it: <code>{{#t}}key.show{{/t}}</code>. */
    @JStacheLambda
    @JStacheLambda.Raw
    public String t(@JStacheLambda.Raw String key) {
        return Texts.ENGLISH.markup(key).html();
    }

    /** The page as HTML. */
    public String html() {
        return AdminPageRenderer.of().execute(this);
    }
}
