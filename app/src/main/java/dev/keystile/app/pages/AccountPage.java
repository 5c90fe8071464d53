package dev.keystile.app.pages;

import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
import io.jstach.jstache.JStache;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is connected with a person's key, and what they can do about it.
 *
 * @param page ties the forms to the session
 * @param said what was done before; null when nothing was
 */
@JStache(path = "account")
record AccountPage(
        Texts texts,
        Secret page,
        boolean keyWorks,
        @Nullable Instant deadSince,
        List<Row> rows,
        @Nullable Remedy problem,
        @Nullable Markup said)
        implements Page {
    /**
     * One connected client.
     *
     * @param id of its part of the page, and the beginning of the ids in it
     * @param named the tools that were chosen by name; none when it was no choice of names
     */
    record Row(
            String id,
            String grant,
            Asking asking,
            Markup since,
            Markup used,
            Markup may,
            boolean everything,
            boolean readOnly,
            List<Named> named) {
        static Row of(int index, ConnectedClient client, Texts texts) {
            String id = "client-" + index;
            return new Row(
                    id,
                    client.grant().value(),
                    Asking.of(client.who(), texts),
                    texts.markup("account.day", texts.day(client.since())),
                    used(client, texts),
                    may(client, texts),
                    !client.tools().restricts(),
                    client.tools() instanceof ToolPolicy.ReadOnly,
                    client.tools() instanceof ToolPolicy.Named named
                            ? named(id, named)
                            : List.of());
        }

        private static Markup used(ConnectedClient client, Texts texts) {
            Instant last = client.lastUse();
            return last == null
                    ? texts.markup("account.unused")
                    : texts.markup("account.used", texts.day(last), client.calls());
        }

        private static Markup may(ConnectedClient client, Texts texts) {
            return switch (client.tools().within(client.who().scope())) {
                case ToolPolicy.Everything _ -> texts.markup("account.may.everything");
                case ToolPolicy.ReadOnly _ -> texts.markup("account.may.read-only");
                case ToolPolicy.Named named ->
                        texts.markup(
                                named.readOnly() ? "account.may.some-read" : "account.may.some",
                                named.names().size());
            };
        }

        private static List<Named> named(String id, ToolPolicy.Named named) {
            List<String> names = List.copyOf(named.sorted());
            return IntStream.range(0, names.size())
                    .mapToObj(i -> Named.of(id + "-tool-" + (i + 1), names.get(i)))
                    .toList();
        }

        /** Whether its scope lets it read and nothing else, whatever is chosen. */
        boolean confined() {
            return asking.readOnly();
        }
    }

    /**
     * A tool that was chosen by name.
     *
     * @param wireName as the server calls it
     */
    record Named(String id, String wireName, String label) {
        static Named of(String id, String wireName) {
            return new Named(id, wireName, ShownText.of(wireName));
        }
    }

    static AccountPage of(
            AccountView view, @Nullable Remedy problem, @Nullable Markup said, Texts texts) {
        List<ConnectedClient> clients = view.clients();
        return new AccountPage(
                texts,
                view.page(),
                view.keyWorks(),
                view.deadSince(),
                IntStream.range(0, clients.size())
                        .mapToObj(i -> Row.of(i + 1, clients.get(i), texts))
                        .toList(),
                problem,
                said);
    }

    @Override
    public String title() {
        return texts.plain("account.title");
    }

    /** How many are connected. */
    Markup count() {
        return texts.markup("account.count", rows.size());
    }

    /** That the key works no more. */
    Markup dead() {
        return deadSince == null
                ? texts.markup("account.dead")
                : texts.markup("account.dead-since", texts.day(deadSince));
    }
}
