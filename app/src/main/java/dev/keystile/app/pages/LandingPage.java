package dev.keystile.app.pages;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResources;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Locale;

/**
 * The start page.
 *
 * @param personalUrl all of a personal URL but the user id
 * @param command adds the shared URL to Claude Code
 * @param others the other servers; empty when there is one alone
 * @param loopback whether only programs on this machine can reach the gateway
 */
@JStache(path = "landing")
record LandingPage(
        String connector,
        String sharedUrl,
        String personalUrl,
        String command,
        List<Other> others,
        boolean loopback,
        List<String> demoKeys) {
    /** A server beside the default one. */
    record Other(String id, String name, String url) {}

    static LandingPage of(ProtectedResources resources, List<String> demoKeys) {
        Connector connector = resources.defaultConnector();
        String url = resources.shared().uri();
        return new LandingPage(
                connector.displayName(),
                url,
                url + "/oauth/",
                "claude mcp add --transport http " + name(connector) + " " + url,
                resources.connectors().stream()
                        .skip(1)
                        .map(other -> other(other, resources))
                        .toList(),
                resources.issuer().loopback(),
                List.copyOf(demoKeys));
    }

    String title() {
        return "Connect your AI app to " + served();
    }

    /** What the gateway leads to, within a sentence. */
    String served() {
        return others.isEmpty() ? connector : "your MCP servers";
    }

    private static Other other(Connector connector, ProtectedResources resources) {
        return new Other(
                connector.id().value(), connector.displayName(), resources.shared(connector).uri());
    }

    /** The display name as a word that needs no quotes in a shell. */
    private static String name(Connector connector) {
        String word =
                connector
                        .displayName()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return word.isEmpty() ? connector.id().value() : word;
    }
}
