package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Effort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** How long a gateway takes from its launch to the first answer, and how much memory it has. */
final class StartLoad {
    private static final int STARTS = 5;

    private StartLoad() {}

    static String report(Site site, Effort effort) throws Exception {
        List<Double> millis = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        for (int start = 0; start < STARTS; start++) {
            var started = site.gatewayAsItComes();
            millis.add(started.millisToFirstAnswer());
            TimeUnit.SECONDS.sleep(effort.seconds());
            idle.add(started.residentKilobytes() / 1024);
            started.end();
            var gateway = site.gateway("", Site.MEMORY);
            Wrk load =
                    Wrk.calling(site.folder(), "Authorization", "Bearer " + gateway.accessToken());
            var _ = load.rate(gateway.uri("/mcp"), 64, 2 * effort.warmUpSeconds());
            loaded.add(gateway.residentKilobytes() / 1024);
            gateway.end();
        }
        return "| | median | least..most |\n|---|---|---|\n"
                + line("from launch to the first discovery answer, ms", millis)
                + line("resident memory idle, MiB", idle)
                + line("resident memory after calls at 64 connections, MiB", loaded);
    }

    private static String line(String what, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f | %.0f..%.0f |%n",
                what,
                sorted.get(sorted.size() / 2),
                sorted.getFirst(),
                sorted.getLast());
    }
}
