package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import java.util.List;

/** The metadata documents, beside what the web server can do at most. */
final class DiscoveryLoad {
    private DiscoveryLoad() {}

    static String report(Site site, Contest.Effort effort) throws Exception {
        var gateway = site.gateway("", Site.MEMORY);
        int bare = site.bareServer();
        Wrk get = Wrk.getting(site.folder());
        List<Contestant> contestants =
                List.of(
                        new Contestant(
                                BareServer.NAME,
                                (atOnce, seconds) ->
                                        get.rate(Site.at(bare, "/fixed"), atOnce, seconds)),
                        new Contestant(
                                "authorization server metadata",
                                (atOnce, seconds) ->
                                        get.rate(
                                                gateway.uri(
                                                        "/.well-known/oauth-authorization-server"),
                                                atOnce,
                                                seconds)),
                        new Contestant(
                                "protected resource metadata",
                                (atOnce, seconds) ->
                                        get.rate(
                                                gateway.uri(
                                                        "/.well-known/oauth-protected-resource/mcp"),
                                                atOnce,
                                                seconds)));
        return "| connections | what | answers/s, median | to the bare server |\n|---|---|---|---|\n"
                + Contest.of(contestants, 16, effort).lines("16", BareServer.NAME);
    }
}
