package dev.keystile.bench.load;

import dev.keystile.bench.load.AuthorizationServer.Paths;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/** A person at the pages of the gateway: somebody new each time, with an API key of their own. */
final class ConsentPages {
    private static final Paths PATHS =
            new Paths("/oauth/register", "/oauth/authorize", "/oauth/token");
    private static final Pattern TRANSACTION =
            Pattern.compile("name=\"transaction\" value=\"([^\"]+)\"");

    private ConsentPages() {}

    /** The gateway as an authorization server. */
    static AuthorizationServer of(String name, GatewayProcess gateway) {
        return new AuthorizationServer(name, gateway.port(), PATHS, ConsentPages::agree);
    }

    private static HttpCaller.Answer agree(Browser browser, HttpCaller.Answer page)
            throws IOException {
        var review =
                decide(
                        browser,
                        Map.of(
                                "transaction",
                                transaction(page.expect(200)),
                                "api_key",
                                KeyUpstream.KEY + UUID.randomUUID(),
                                "decision",
                                "continue"));
        return decide(
                        browser,
                        Map.of(
                                "transaction",
                                transaction(review.expect(200)),
                                "tools",
                                "all",
                                "decision",
                                "allow"))
                .expect(303);
    }

    private static HttpCaller.Answer decide(Browser browser, Map<String, String> fields)
            throws IOException {
        return browser.submit("/oauth/callback", fields);
    }

    private static String transaction(HttpCaller.Answer page) {
        return Browser.first(TRANSACTION, page.body());
    }
}
