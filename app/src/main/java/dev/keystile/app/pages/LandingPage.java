package dev.keystile.app.pages;

import dev.keystile.oauth.api.ProtectedResources;
import io.jstach.jstache.JStache;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The start page.
 *
 * @param servers the default one first
 * @param personalUrl all of a personal URL but the user id
 * @param loopback whether only programs on this machine can reach the gateway
 */
@JStache(path = "landing")
record LandingPage(
        Texts texts,
        String connector,
        List<Server> servers,
        String personalUrl,
        boolean loopback,
        List<Copyable> demoKeys)
        implements Page {
    static LandingPage of(ProtectedResources resources, List<String> demoKeys, Texts texts) {
        return new LandingPage(
                texts,
                resources.defaultConnector().displayName(),
                resources.connectors().stream()
                        .map(connector -> Server.of(connector, resources, texts))
                        .toList(),
                resources.shared().uri() + "/oauth/",
                resources.issuer().loopback(),
                IntStream.range(0, demoKeys.size())
                        .mapToObj(i -> demoKey(i + 1, demoKeys.get(i), texts))
                        .toList());
    }

    @Override
    public String title() {
        return texts.plain("landing.title", served());
    }

    Markup lead() {
        return texts.markup("landing.lead", served(), brand().name());
    }

    /** What somebody with a user id pastes. */
    Markup personalHint() {
        return texts.markup(
                several() ? "landing.personal-several" : "landing.personal", personalUrl);
    }

    boolean several() {
        return servers.size() > 1;
    }

    /** What the gateway leads to, within a sentence. */
    private String served() {
        return several() ? texts.plain("landing.your-servers") : connector;
    }

    private static Copyable demoKey(int number, String key, Texts texts) {
        return new Copyable("demo-" + number, key, texts.markup("copy.key", number));
    }
}
