package dev.keystile.bench.load;

import dev.keystile.bench.Scratch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What it costs the whole gateway that somebody looks on: three of them, in turns. */
public final class ObserverLoad {
    private static final int ROUNDS = 9;
    private static final int SECONDS = 4;
    private static final int WARM_UP_SECONDS = 12;
    private static final String NO_LIMITS =
            "limits: {rules: {mcp-account: none, mcp-grant: none}}\n";
    private static final List<Variant> VARIANTS =
            List.of(
                    new Variant(
                            "nobody looks on",
                            "observe: {analytics: false, doctor: false, metrics: false}\n"
                                    + "logging: {level: error}\n"),
                    new Variant("as by default", ""),
                    new Variant(
                            "and a line in the log for each request", "logging: {level: debug}\n"));

    private ObserverLoad() {}

    private record Variant(String name, String settings) {}

    private record Contender(GatewayProcess gateway, Wrk load) {
        double rate(int connections, int seconds) throws Exception {
            return load.rate(gateway.mcp(), connections, seconds);
        }
    }

    /** Prints a Markdown table. The folder takes the gateways with it. */
    public static void main(String[] arguments) throws Exception {
        List<Contender> contenders = new ArrayList<>();
        try (var scratch = new Scratch();
                var upstream = new KeyUpstream()) {
            for (Variant variant : VARIANTS) {
                Path own = scratch.newFolder("gateway-" + contenders.size());
                var gateway =
                        new GatewayProcess(own, NO_LIMITS + variant.settings(), upstream.uri());
                contenders.add(new Contender(gateway, Wrk.calling(own, gateway.accessToken())));
            }
            report(contenders);
        }
    }

    private static void report(List<Contender> contenders) throws Exception {
        for (Contender contender : contenders) {
            var _ = contender.rate(64, WARM_UP_SECONDS);
        }
        System.out.println(
                "| connections | who looks on | calls/s, median | to nobody, median (least..most) |");
        System.out.println("|---|---|---|---|");
        for (int connections : new int[] {1, 16, 64}) {
            print(connections, rounds(contenders, connections));
        }
        System.out.printf(
                Locale.ROOT,
                "%n%d rounds of %d s each, in turns. Java %s, %d processors, load in the last minute %.1f.%n",
                ROUNDS,
                SECONDS,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** By round, then contender. The order turns around from round to round. */
    private static double[][] rounds(List<Contender> contenders, int connections) throws Exception {
        double[][] rates = new double[ROUNDS][contenders.size()];
        for (int round = 0; round < ROUNDS; round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                int which = round % 2 == 0 ? turn : contenders.size() - 1 - turn;
                rates[round][which] = contenders.get(which).rate(connections, SECONDS);
            }
        }
        return rates;
    }

    private static void print(int connections, double[][] rates) {
        for (int i = 0; i < VARIANTS.size(); i++) {
            int which = i;
            double[] ratios = sorted(rates, round -> round[which] / round[0]);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %s | %,.0f | %.3f (%.3f..%.3f) |%n",
                    connections,
                    VARIANTS.get(which).name(),
                    median(sorted(rates, round -> round[which])),
                    median(ratios),
                    ratios[0],
                    ratios[ratios.length - 1]);
        }
    }

    private static double[] sorted(double[][] rates, ToDoubleFunction<double[]> of) {
        return Arrays.stream(rates).mapToDouble(of).sorted().toArray();
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }
}
