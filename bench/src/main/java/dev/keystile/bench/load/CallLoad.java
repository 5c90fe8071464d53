package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import java.net.URI;
import java.util.List;

/** Calls of a tool: at the upstream itself, through nginx, and through the gateway. */
final class CallLoad {
    private CallLoad() {}

    /** Answered as JSON at {@code /mcp}, as an event stream at {@code /events}. */
    static String report(Site site, boolean events, Contest.Effort effort) throws Exception {
        URI upstream = site.upstream().resolve(events ? "/events" : "/mcp");
        var gateway = site.gateway("", Site.MEMORY, upstream);
        String token = gateway.accessToken();
        var nginx = new NginxProcess(site.folder(), upstream, token);
        Wrk bearer = Wrk.calling(site.folder(), "Authorization", "Bearer " + token);
        Wrk key = Wrk.calling(site.folder(), "x-api-key", KeyUpstream.KEY);
        List<Contestant> contestants =
                List.of(
                        contestant("the upstream itself", key, upstream),
                        contestant(NginxProcess.NAME, bearer, nginx.uri(upstream.getPath())),
                        contestant("keystile", bearer, gateway.uri("/mcp")));
        var report =
                new StringBuilder(
                        "| connections | through | calls/s, median | to nginx |\n|---|---|---|---|\n");
        for (int atOnce : new int[] {1, 16, 64}) {
            report.append(
                    Contest.of(contestants, atOnce, effort)
                            .lines(Integer.toString(atOnce), NginxProcess.NAME));
        }
        return report.toString();
    }

    private static Contestant contestant(String name, Wrk load, URI to) {
        return new Contestant(name, (atOnce, seconds) -> load.rate(to, atOnce, seconds));
    }
}
