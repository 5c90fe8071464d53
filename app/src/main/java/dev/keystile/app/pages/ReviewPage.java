package dev.keystile.app.pages;

import dev.keystile.oauth.api.ReviewPrompt;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.Tool;
import io.jstach.jstache.JStache;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page that says what the key unlocks.
 *
 * @param tools the first ones; {@code more} holds those that are folded away
 */
@JStache(path = "review")
record ReviewPage(
        Asking asking,
        Secret transaction,
        String serverName,
        boolean keyChecked,
        List<ToolRow> tools,
        List<ToolRow> more) {
    private static final int SHOWN_AT_ONCE = 12;

    /**
     * One tool.
     *
     * @param name the name in the protocol, where the label is something else; null otherwise
     */
    record ToolRow(String label, @Nullable String name, boolean readOnly, boolean destructive) {
        static ToolRow of(Tool tool) {
            String name = ShownText.of(tool.name());
            String title = tool.title() == null ? "" : ShownText.of(tool.title());
            boolean titled = !title.isEmpty() && !title.equals(name);
            return new ToolRow(
                    titled ? title : name,
                    titled ? name : null,
                    tool.readOnly() && !tool.destructive(),
                    tool.destructive());
        }
    }

    static ReviewPage of(ReviewPrompt prompt) {
        List<ToolRow> rows = prompt.tools().stream().map(ToolRow::of).toList();
        int shown = Math.min(SHOWN_AT_ONCE, rows.size());
        Asking asking = Asking.of(prompt.subject());
        String server = ShownText.of(prompt.serverName());
        return new ReviewPage(
                asking,
                prompt.transaction(),
                server.isEmpty() ? asking.served() : server,
                prompt.keyChecked(),
                rows.subList(0, shown),
                rows.subList(shown, rows.size()));
    }

    String title() {
        return "Allow " + asking.asker().called() + " to use " + asking.served() + "?";
    }

    String count() {
        int count = tools.size() + more.size();
        return switch (count) {
            case 0 -> "no tools";
            case 1 -> "1 tool";
            default -> count + " tools";
        };
    }

    int moreCount() {
        return more.size();
    }
}
