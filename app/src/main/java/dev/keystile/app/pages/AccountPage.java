package dev.keystile.app.pages;

import dev.keystile.oauth.api.AccountKey;
import dev.keystile.oauth.api.AccountView;
import dev.keystile.oauth.api.ConnectedClient;
import dev.keystile.oauth.api.LinkedIdentity;
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
 * @param keys those to choose from when one is replaced
 * @param linked the identities that serve in place of keys
 * @param provider where one more may be had; null when nowhere
 * @param said what was done before; null when nothing was
 */
@JStache(path = "account")
record AccountPage(
        Texts texts,
        Secret page,
        boolean authority,
        @Nullable Instant deadSince,
        List<Row> rows,
        List<Key> keys,
        List<Linked> linked,
        @Nullable String provider,
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

    /** A key that may be replaced. */
    record Key(String id, Markup said) {
        static Key of(AccountKey key, Texts texts) {
            Instant dead = key.deadSince();
            String name = key.connector().displayName();
            return new Key(
                    key.id(),
                    dead == null
                            ? texts.markup("account.key", name, key.text())
                            : texts.markup("account.key-dead", name, key.text(), texts.day(dead)));
        }
    }

    /** An identity that serves in place of a key. */
    record Linked(String id, Person person, Markup said) {
        static Linked of(LinkedIdentity linked, Texts texts) {
            Person person = Person.of(linked.identity());
            return new Linked(
                    linked.id(),
                    person,
                    texts.markup(
                            "account.linked",
                            person.host(),
                            linked.key(),
                            linked.connector().displayName(),
                            texts.day(linked.since())));
        }
    }

    static AccountPage of(
            AccountView view, @Nullable Remedy problem, @Nullable Markup said, Pages pages) {
        Texts texts = pages.texts();
        List<ConnectedClient> clients = view.clients();
        return new AccountPage(
                texts,
                view.page(),
                view.authority(),
                view.deadSince(),
                IntStream.range(0, clients.size())
                        .mapToObj(i -> Row.of(i + 1, clients.get(i), texts))
                        .toList(),
                view.keys().stream().map(key -> Key.of(key, texts)).toList(),
                view.identities().stream().map(identity -> Linked.of(identity, texts)).toList(),
                pages.provider(),
                problem,
                said);
    }

    @Override
    public String title() {
        return texts.plain("account.title");
    }

    /** Whether there is something to disconnect. */
    boolean anyConnected() {
        return !rows.isEmpty();
    }

    /** Whether there is something that may use another key. */
    boolean replaceable() {
        return anyConnected() || !linked.isEmpty();
    }

    /** How many are connected. */
    Markup count() {
        return texts.markup("account.count", rows.size());
    }

    /** That the key works no more. */
    Markup dead() {
        String next = texts.plain(authority ? "account.dead.replace" : "account.dead.disconnect");
        return deadSince == null
                ? texts.markup("account.dead", next)
                : texts.markup("account.dead-since", texts.day(deadSince), next);
    }

    boolean keyDead() {
        return !authority || deadSince != null;
    }

    /** Whether identities are spoken of at all. */
    boolean identities() {
        return authority && (provider != null || !linked.isEmpty());
    }

    /** The button that leads to the provider. */
    Markup link() {
        return texts.markup("account.link", provider == null ? "" : provider);
    }
}
