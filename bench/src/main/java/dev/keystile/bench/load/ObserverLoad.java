package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import java.util.ArrayList;
import java.util.List;

/** What it costs that somebody looks on: three gateways, in turns. */
final class ObserverLoad {
    private static final String NOBODY = "nobody looks on";
    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant(
                            NOBODY,
                            "observe: {analytics: false, doctor: false, metrics: false}\n"
                                    + "logging: {level: error}\n"),
                    new Variant("as by default", ""),
                    new Variant(
                            "and a line in the log for each request", "logging: {level: debug}\n"));

    private ObserverLoad() {}

    private record Variant(String name, String settings) {}

    static String report(Site site, Contest.Effort effort) throws Exception {
        List<Contestant> contestants = new ArrayList<>();
        for (Variant variant : VARIANTS) {
            var gateway = site.gateway(variant.settings(), Site.MEMORY);
            Wrk load =
                    Wrk.calling(site.folder(), "Authorization", "Bearer " + gateway.accessToken());
            contestants.add(
                    new Contestant(
                            variant.name(),
                            (atOnce, seconds) -> load.rate(gateway.uri("/mcp"), atOnce, seconds)));
        }
        var report =
                new StringBuilder(
                        "| connections | who looks on | calls/s, median | to nobody |\n|---|---|---|---|\n");
        for (int atOnce : new int[] {1, 16, 64}) {
            report.append(
                    Contest.of(contestants, atOnce, effort)
                            .lines(Integer.toString(atOnce), NOBODY));
        }
        return report.toString();
    }
}
