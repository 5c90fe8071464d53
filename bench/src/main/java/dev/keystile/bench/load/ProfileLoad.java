package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Effort;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

/** Where the time of a call goes. */
final class ProfileLoad {
    private static final int CONNECTIONS = 16;

    /** As by default, but that the web server lets Java's objects in, by which JVMs are asked. */
    private static final Site.Store OPEN =
            new Site.Store(
                    "memory",
                    Map.of(
                            "STORAGE",
                            "memory",
                            "JDK_JAVA_OPTIONS",
                            "-Dhelidon.serialFilter.missing.action=ignore"));

    private ProfileLoad() {}

    static String report(Site site, Effort effort) throws Exception {
        var gateway = site.gateway("", OPEN);
        String token = gateway.accessToken();
        var nginx = new NginxProcess(site.folder(), site.upstream(), token);
        Wrk load = Wrk.calling(site.folder(), "Authorization", "Bearer " + token);
        try (var probe = new JvmProbe(gateway.handle().pid())) {
            var keystile = new Subject(gateway.uri("/mcp"), gateway.handle(), probe::allocated);
            var map = new Subject(nginx.uri(site.upstream().getPath()), nginx.handle(), () -> 0);
            return costs(map, keystile, load, effort);
        }
    }

    /**
     * A process that is called.
     *
     * @param allocated how many bytes it has taken from a heap so far
     */
    private record Subject(URI uri, ProcessHandle process, LongSupplier allocated) {
        /** What so many seconds of calls cost it. */
        Cost cost(Wrk load, int seconds) throws Exception {
            ProcessorTime time = ProcessorTime.of(process);
            long bytes = allocated.getAsLong();
            long calls = load.requests(uri, CONNECTIONS, seconds);
            return new Cost(
                    ProcessorTime.of(process).minus(time), allocated.getAsLong() - bytes, calls);
        }
    }

    private record Cost(ProcessorTime time, long bytes, long calls) {
        double userMicros() {
            return time.user() * 1e6 / calls;
        }

        double systemMicros() {
            return time.system() * 1e6 / calls;
        }

        double bytesEach() {
            return (double) bytes / calls;
        }
    }

    /** A Markdown table of what a call costs the processors, in turns, and the bytes. */
    private static String costs(Subject nginx, Subject keystile, Wrk load, Effort effort)
            throws Exception {
        var _ = nginx.cost(load, effort.warmUpSeconds());
        var _ = keystile.cost(load, effort.warmUpSeconds());
        List<Cost> nginxCosts = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            nginxCosts.add(nginx.cost(load, effort.seconds()));
            costs.add(keystile.cost(load, effort.seconds()));
        }
        return "| at 16 connections | in the program, µs/call | in the kernel, µs/call | both |\n|---|---|---|---|\n"
                + line("nginx with a map", nginxCosts)
                + line("keystile", costs)
                + String.format(
                        Locale.ROOT,
                        "%nBytes of heap that a call takes: %s. Nothing recorded meanwhile.%n",
                        spread(costs, Cost::bytesEach).text("%,.0f"));
    }

    private static String line(String name, List<Cost> costs) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s |%n",
                name,
                spread(costs, Cost::userMicros).text("%.1f"),
                spread(costs, Cost::systemMicros).text("%.1f"),
                spread(costs, cost -> cost.userMicros() + cost.systemMicros()).text("%.1f"));
    }

    private static Spread spread(List<Cost> costs, ToDoubleFunction<Cost> of) {
        return Spread.of(costs.stream().mapToDouble(of));
    }
}
