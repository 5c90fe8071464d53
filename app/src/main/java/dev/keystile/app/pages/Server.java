package dev.keystile.app.pages;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResources;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A server to connect to, with what each client wants to be told.
 *
 * @param heading above its URL
 * @param label above its commands, where there are several servers
 * @param keyHelp an http or https URL
 */
record Server(
        Markup heading,
        @Nullable String label,
        Copyable url,
        Copyable claudeCode,
        Copyable vsCode,
        Copyable cursor,
        Copyable mcpRemote,
        @Nullable String keyHelp) {
    static Server of(Connector connector, ProtectedResources resources, Texts texts) {
        return new Maker(connector, resources, texts).make();
    }

    /** The heading, for its element's id. */
    String headingId() {
        return "for-" + url.id();
    }

    /** Makes the texts to copy. */
    private record Maker(Connector connector, ProtectedResources resources, Texts texts) {
        Server make() {
            String name = word();
            String url = resources.shared(connector).uri();
            return new Server(
                    heading(),
                    several() ? connector.displayName() : null,
                    new Copyable("shared" + suffix(), url, url()),
                    command("command", "claude mcp add --transport http " + name + " " + url),
                    command(
                            "vs-code",
                            "code --add-mcp '{\"name\":\"%s\",\"type\":\"http\",\"url\":\"%s\"}'"
                                    .formatted(name, url)),
                    entry("cursor", "\"url\": \"%s\"".formatted(url)),
                    entry(
                            "mcp-remote",
                            "\"command\": \"npx\", \"args\": [\"-y\", \"mcp-remote\", \"%s\"]"
                                    .formatted(url)),
                    KeyPage.webLink(connector.keyHelp()));
        }

        private Copyable command(String id, String text) {
            return new Copyable(id + suffix(), text, texts.markup("copy.command"));
        }

        /** An entry of a client's configuration file. */
        private Copyable entry(String id, String members) {
            return new Copyable(
                    id + suffix(),
                    "{ \"mcpServers\": { \"" + word() + "\": { " + members + " } } }",
                    texts.markup("copy.entry"));
        }

        private Markup heading() {
            if (!several()) {
                return texts.markup("landing.url");
            }
            return texts.markup(
                    isDefault() ? "landing.url-of" : "landing.url-for", connector.displayName());
        }

        private Markup url() {
            return isDefault()
                    ? texts.markup("copy.url")
                    : texts.markup("copy.url-of", connector.displayName());
        }

        private String suffix() {
            return isDefault() ? "" : "-" + connector.id().value();
        }

        private boolean isDefault() {
            return connector.equals(resources.defaultConnector());
        }

        private boolean several() {
            return resources.connectors().size() > 1;
        }

        /** The display name as a word that needs no quotes in a shell. */
        private String word() {
            String word =
                    connector
                            .displayName()
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^a-z0-9]+", "-")
                            .replaceAll("^-|-$", "");
            return word.isEmpty() ? connector.id().value() : word;
        }
    }
}
