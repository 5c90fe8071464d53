package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Contestant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Calls through the same gateway with other garbage collectors and heaps. */
final class CollectorLoad {
    private static final String AS_STARTED = "as ./keystile starts it";

    private CollectorLoad() {}

    private static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put(AS_STARTED, "");
        options.put("G1", "-XX:+UseG1GC");
        options.put("serial", "-XX:+UseSerialGC");
        options.put("parallel, time ratio 19", "-XX:GCTimeRatio=19");
        options.put("parallel, young at most 96 MB", "-XX:MaxNewSize=96m");
        options.put("serial, young 64 MB", "-XX:+UseSerialGC -Xmn64m");
        return options;
    }

    static String report(Site site, Contest.Effort effort) throws Exception {
        List<Contestant> contestants = new ArrayList<>();
        Map<String, GatewayProcess> gateways = new LinkedHashMap<>();
        for (var option : options().entrySet()) {
            var store =
                    new Site.Store(
                            option.getKey(),
                            Map.of("STORAGE", "memory", "JDK_JAVA_OPTIONS", option.getValue()));
            var gateway = site.gateway("", store);
            gateways.put(option.getKey(), gateway);
            Wrk load =
                    Wrk.calling(site.folder(), "Authorization", "Bearer " + gateway.accessToken());
            contestants.add(
                    new Contestant(
                            option.getKey(),
                            (atOnce, seconds) -> load.rate(gateway.uri("/mcp"), atOnce, seconds)));
        }
        var report =
                new StringBuilder(
                        "| connections | JVM | calls/s, median | to the first |\n|---|---|---|---|\n");
        for (int atOnce : new int[] {16, 64}) {
            report.append(
                    Contest.of(contestants, atOnce, effort)
                            .lines(Integer.toString(atOnce), AS_STARTED));
        }
        report.append("\nResident memory afterwards, in MiB:");
        for (var gateway : gateways.entrySet()) {
            report.append(
                    String.format(
                            Locale.ROOT,
                            " %s %.0f;",
                            gateway.getKey(),
                            gateway.getValue().residentKilobytes() / 1024));
        }
        return report.append('\n').toString();
    }
}
