package dev.keystile.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells in a Markdown table on standard output what more records cost: bytes, throughput relative
 * to the smallest store, heap, and the time to start. Reads no configuration and leaves nothing
 * behind.
 */
public final class StoreBenchmark {
    private StoreBenchmark() {}

    /** Takes the arguments of {@code bin/bench-stores}; ends with 2 when they are wrong. */
    public static void main(String[] words) {
        silenceLog();
        try {
            Plan plan = Arguments.parse(List.of(words), RedisServer.onThePath());
            System.out.println(report(plan));
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.err.println(Arguments.USAGE);
            System.exit(2);
        }
    }

    /** The server logs each sign-in, and that Redis keeps nothing. */
    public static void silenceLog() {
        Logger.getLogger("").setLevel(Level.SEVERE);
    }

    static String report(Plan plan) {
        List<String> parts = new ArrayList<>();
        if (plan.file()) {
            parts.add("### File store\n\n" + Study.ofFiles(plan).markdown());
        }
        if (plan.redis().isPresent()) {
            String title = "### Redis (" + RedisServer.PERSISTENCE + ")";
            parts.add(title + "\n\n" + Study.ofRedis(plan).markdown());
        }
        parts.add(conditions(plan));
        return String.join("\n\n", parts);
    }

    private static String conditions(Plan plan) {
        return String.format(
                Locale.ROOT,
                """
                Each store holds as many clients as grants, and %,d connections made by the real flow, on which the \
                rates are taken. A rate is given relative to the first column's: median (least..most) of %d rounds \
                in which the stores took turns, and the median a second with %d threads. \
                Java %s, %d processors, heap limit %,d MB; load of the machine in the last \
                minute %.1f.\
                """,
                plan.connections(),
                plan.rounds(),
                Plan.WORKERS,
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
