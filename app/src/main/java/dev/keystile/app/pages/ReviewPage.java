package dev.keystile.app.pages;

import dev.keystile.oauth.api.IdentityUse;
import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.ToolPolicy;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The page that says what the key unlocks.
 *
 * @param tools the first ones; {@code more} holds those that are folded away
 * @param person who signed in on the way; null when nobody did
 * @param linkedKey which key of theirs is used; null when it was typed
 * @param earlier a key of the person's that this one may replace; null when there is none
 * @param again whether it was sent without a choice that can be used
 */
@JStache(path = "review")
record ReviewPage(
        Texts texts,
        Asking asking,
        Secret transaction,
        String serverName,
        boolean keyChecked,
        List<ToolRow> tools,
        List<ToolRow> more,
        @Nullable Person person,
        @Nullable String linkedKey,
        @Nullable String provider,
        @Nullable EarlierKey earlier,
        boolean again)
        implements Page {
    private static final int SHOWN_AT_ONCE = 12;

    /**
     * One tool.
     *
     * @param id of its box
     * @param name the name in the protocol, where the label is something else; null otherwise
     * @param wireName the name as the server wrote it
     * @param choosable whether it can be allowed by name
     */
    record ToolRow(
            String id,
            String label,
            @Nullable String name,
            String wireName,
            boolean choosable,
            boolean readOnly,
            boolean destructive) {
        static ToolRow of(int index, Tool tool, boolean onlyReadOnly) {
            String name = ShownText.of(tool.name());
            String title = tool.title() == null ? "" : ShownText.of(tool.title());
            boolean titled = !title.isEmpty() && !title.equals(name);
            return new ToolRow(
                    "tool-" + index,
                    titled ? title : name,
                    titled ? name : null,
                    tool.name(),
                    tool.name().length() <= ToolPolicy.Named.LONGEST
                            && (tool.readOnly() || !onlyReadOnly),
                    tool.readOnly() && !tool.destructive(),
                    tool.destructive());
        }
    }

    static ReviewPage of(ReviewPrompt prompt, boolean again, Pages pages) {
        Texts texts = pages.texts();
        IdentityUse identity = prompt.identity();
        Asking asking = Asking.of(prompt.subject(), texts);
        List<ToolRow> rows = rows(prompt.tools(), asking.readOnly());
        int shown = Math.min(SHOWN_AT_ONCE, rows.size());
        String server = ShownText.of(prompt.serverName());
        return new ReviewPage(
                texts,
                asking,
                prompt.transaction(),
                server.isEmpty() ? asking.served() : server,
                prompt.keyChecked(),
                rows.subList(0, shown),
                rows.subList(shown, rows.size()),
                identity == null ? null : Person.of(identity.identity()),
                identity == null ? null : identity.key(),
                pages.provider(),
                EarlierKey.of(prompt.deadKey(), texts),
                again);
    }

    /** Who signed in. */
    Markup who() {
        return person == null
                ? new Markup("")
                : texts.markup("identity.who", person.label(), person.host());
    }

    /** The key that is used. */
    Markup uses() {
        return texts.markup("review.linked", linkedKey == null ? "" : linkedKey);
    }

    /** What linking does. */
    Markup link() {
        return texts.markup("review.link", provider == null ? "" : provider);
    }

    private static List<ToolRow> rows(List<Tool> tools, boolean onlyReadOnly) {
        return IntStream.range(0, tools.size())
                .mapToObj(i -> ToolRow.of(i + 1, tools.get(i), onlyReadOnly))
                .toList();
    }

    boolean anyChoosable() {
        return Stream.concat(tools.stream(), more.stream()).anyMatch(ToolRow::choosable);
    }

    /** Whether that is what a person gets who chooses nothing else. */
    boolean readOnlyFirst() {
        return asking.readOnly() && !again;
    }

    @Override
    public String title() {
        return texts.plain("review.title", asking.asker().called(), asking.served());
    }

    /** Whether the key was checked, in words. */
    Markup checked() {
        return texts.markup(keyChecked ? "review.accepted" : "review.not-checked", serverName);
    }

    /** How many tools there are. */
    Markup unlocks() {
        return texts.markup(
                keyChecked ? "review.unlocks" : "review.offers", tools.size() + more.size());
    }

    /** How many tools are folded away. */
    Markup moreTools() {
        return texts.markup("review.more", more.size());
    }

    /** Why it is shown again. */
    Markup chooseAgain() {
        return texts.markup(anyChoosable() ? "review.again.ticks" : "review.again");
    }

    /** What the app may do once allowed. */
    Markup allows() {
        String key =
                asking.readOnly()
                        ? "review.allows.read"
                        : tools.isEmpty() ? "review.allows.server" : "review.allows.tools";
        return texts.markup(key, asking.asker().calledFirst());
    }
}
