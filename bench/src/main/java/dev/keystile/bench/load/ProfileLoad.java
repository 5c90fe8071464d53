package dev.keystile.bench.load;

import dev.keystile.bench.load.Contest.Effort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/** What a call takes of the processors and of the heap, and where. */
final class ProfileLoad {
    private static final int CONNECTIONS = 16;
    private static final Path FOLDER = Path.of("bench/target/profile");

    /** How Linux names their threads. */
    static final Pattern COMPILER_AND_COLLECTOR =
            Pattern.compile("C[12] Compiler.*|G1 .*|GC Thread.*|VM Thread");

    /**
     * As by default, but that the web server lets Java's objects in, by which JVMs are asked, and
     * that stacks are recorded in full.
     */
    private static final Site.Store OPEN =
            new Site.Store(
                    "memory",
                    Map.of(
                            "STORAGE",
                            "memory",
                            "JDK_JAVA_OPTIONS",
                            "-Dhelidon.serialFilter.missing.action=ignore"
                                    + " -XX:FlightRecorderOptions:stackdepth=512"));

    private ProfileLoad() {}

    static String report(Site site, Effort effort) throws Exception {
        var gateway = site.gateway("", OPEN);
        String token = gateway.accessToken();
        var nginx = new NginxProcess(site.folder(), site.upstream(), token);
        Wrk load = Wrk.calling(site.folder(), "Authorization", "Bearer " + token);
        try (var probe = new JvmProbe(gateway.handle().pid())) {
            var keystile = new Subject(gateway.uri("/mcp"), gateway.handle(), probe::allocated);
            var map = new Subject(nginx.uri(site.upstream().getPath()), nginx.handle(), () -> 0);
            return costs(map, keystile, load, effort) + "\n" + where(probe, keystile, load, effort);
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
            Reading before = read();
            long calls = load.requests(uri, CONNECTIONS, seconds);
            Reading after = read();
            return new Cost(
                    after.time().minus(before.time()),
                    after.byTheWay().minus(before.byTheWay()),
                    after.allocated() - before.allocated(),
                    calls);
        }

        private Reading read() throws IOException {
            return new Reading(
                    ProcessorTime.of(process),
                    ProcessorTime.of(process, COMPILER_AND_COLLECTOR),
                    allocated.getAsLong());
        }
    }

    /** What a process has taken since it began. */
    private record Reading(ProcessorTime time, ProcessorTime byTheWay, long allocated) {}

    /**
     * What calls took.
     *
     * @param byTheWay the part of the time that compiler and garbage collector had
     */
    private record Cost(ProcessorTime time, ProcessorTime byTheWay, long bytes, long calls) {
        double micros(ToDoubleFunction<Cost> seconds) {
            return seconds.applyAsDouble(this) * 1e6 / calls;
        }

        double bytesEach() {
            return (double) bytes / calls;
        }
    }

    /** What a call costs the processors beside nginx, in turns, and the heap. */
    private static String costs(Subject nginx, Subject keystile, Wrk load, Effort effort)
            throws Exception {
        var _ = nginx.cost(load, effort.warmUpSeconds());
        // Longer than where ratios count: the JIT compiler's time would be a large part of the
        // figures.
        var _ = keystile.cost(load, 3 * effort.warmUpSeconds());
        List<Cost> nginxCosts = new ArrayList<>();
        List<Cost> costs = new ArrayList<>();
        for (int round = 0; round < effort.rounds(); round++) {
            nginxCosts.add(nginx.cost(load, effort.seconds()));
            costs.add(keystile.cost(load, effort.seconds()));
        }
        return "| µs of processors for a call | in the program | in the kernel | both | of it JIT compiler and GC |\n"
                + "|---|---|---|---|---|\n"
                + line(NginxProcess.NAME, nginxCosts)
                + line("keystile", costs)
                + "\nBytes of heap for a call: "
                + Spread.of(costs.stream().mapToDouble(Cost::bytesEach)).text("%,.0f")
                + ".\n";
    }

    private static String line(String name, List<Cost> costs) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s |%n",
                name,
                micros(costs, cost -> cost.time().user()),
                micros(costs, cost -> cost.time().system()),
                micros(costs, cost -> cost.time().both()),
                micros(costs, cost -> cost.byTheWay().both()));
    }

    private static String micros(List<Cost> costs, ToDoubleFunction<Cost> seconds) {
        return Spread.of(costs.stream().mapToDouble(cost -> cost.micros(seconds))).text("%.1f");
    }

    /** Recorded afterwards, since that has a price of its own. */
    private static String where(JvmProbe probe, Subject keystile, Wrk load, Effort effort)
            throws Exception {
        Path file = Files.createDirectories(FOLDER).resolve("calls.jfr");
        Files.deleteIfExists(file);
        probe.record(file, () -> keystile.cost(load, effort.rounds() * effort.seconds()));
        Recording recording = Recording.read(file);
        recording.draw(FOLDER);
        return recording.markdown()
                + "\nThe recording and its flame graphs, time.html and bytes.html, are in "
                + FOLDER
                + ".\n";
    }
}
