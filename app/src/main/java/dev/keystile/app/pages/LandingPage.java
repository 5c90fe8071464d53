package dev.keystile.app.pages;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ProtectedResources;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

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
        Texts texts,
        String connector,
        String sharedUrl,
        String personalUrl,
        String command,
        List<Other> others,
        boolean loopback,
        List<DemoKey> demoKeys)
        implements Page {
    /** A server beside the default one. */
    record Other(String id, String name, String url, Markup heading, Markup copyHint) {}

    /** A key for trying out, and what its button says. */
    record DemoKey(String key, Markup copyHint) {}

    static LandingPage of(ProtectedResources resources, List<String> demoKeys, Texts texts) {
        Connector connector = resources.defaultConnector();
        String url = resources.shared().uri();
        return new LandingPage(
                texts,
                connector.displayName(),
                url,
                url + "/oauth/",
                "claude mcp add --transport http " + name(connector) + " " + url,
                resources.connectors().stream()
                        .skip(1)
                        .map(other -> other(other, resources, texts))
                        .toList(),
                resources.issuer().loopback(),
                demoKeys(demoKeys, texts));
    }

    @Override
    public String title() {
        return texts.plain("landing.title", served());
    }

    Markup lead() {
        return texts.markup("landing.lead", served());
    }

    /** Above the URL of the default server. */
    Markup urlHeading() {
        return others.isEmpty()
                ? texts.markup("landing.url")
                : texts.markup("landing.url-of", connector);
    }

    /** What somebody with a user id pastes. */
    Markup personalHint() {
        return texts.markup(
                others.isEmpty() ? "landing.personal" : "landing.personal-several", personalUrl);
    }

    /** What the gateway leads to, within a sentence. */
    private String served() {
        return others.isEmpty() ? connector : texts.plain("landing.your-servers");
    }

    private static Other other(Connector connector, ProtectedResources resources, Texts texts) {
        return new Other(
                connector.id().value(),
                connector.displayName(),
                resources.shared(connector).uri(),
                texts.markup("landing.url-for", connector.displayName()),
                texts.markup("copy.url-of", connector.displayName()));
    }

    private static List<DemoKey> demoKeys(List<String> keys, Texts texts) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> new DemoKey(keys.get(i), texts.markup("copy.key", i)))
                .toList();
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
