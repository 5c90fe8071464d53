package dev.keystile.bench;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Tells in Markdown what the parts of a call cost, each by itself. */
public final class MicroBenchmarks {
    private static final Effort USUAL = new Effort(1, 3, 5, 1_000);

    /** To see that it works; the figures mean nothing. */
    private static final Effort QUICK = new Effort(1, 1, 1, 100);

    private MicroBenchmarks() {}

    /**
     * How long is measured.
     *
     * @param processes how many JVMs one after another; 0 for this one
     * @param millis of each round
     */
    record Effort(int processes, int warmUps, int rounds, int millis) {}

    /**
     * Takes patterns of names, all when there are none, and {@code --quick}. Ends with 2 when
     * nothing has such a name.
     */
    public static void main(String[] words) throws RunnerException {
        Effort effort = List.of(words).contains("--quick") ? QUICK : USUAL;
        List<String> patterns = Stream.of(words).filter(word -> !word.equals("--quick")).toList();
        Collection<RunResult> results = run(patterns, effort);
        if (results.isEmpty()) {
            System.err.println("usage: bin/bench-micro [--quick] [PATTERN]...");
            System.exit(2);
        }
        System.out.print(markdown(results));
    }

    /** Runs those whose names have a part that matches one of the patterns. */
    static Collection<RunResult> run(List<String> patterns, Effort effort) throws RunnerException {
        ChainedOptionsBuilder options =
                new OptionsBuilder()
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .addProfiler(GCProfiler.class)
                        .forks(effort.processes())
                        // JMH itself still uses what Java will no longer have.
                        .jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
                        .warmupIterations(effort.warmUps())
                        .warmupTime(TimeValue.milliseconds(effort.millis()))
                        .measurementIterations(effort.rounds())
                        .measurementTime(TimeValue.milliseconds(effort.millis()))
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT);
        patterns.forEach(options::include);
        return new Runner(options.build()).run();
    }

    /** A table with a line for each. */
    static String markdown(Collection<RunResult> results) {
        return results.stream()
                .map(MicroBenchmarks::line)
                .collect(
                        Collectors.joining(
                                "",
                                "| operation | ns, mean | ± | bytes |\n|---|---|---|---|\n",
                                ""));
    }

    private static String line(RunResult result) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %,.0f |%n",
                name(result),
                nanos(result).getScore(),
                nanos(result).getScoreError(),
                bytes(result).getScore());
    }

    /** Of a benchmark, as {@code Form.refresh}. */
    static String name(RunResult result) {
        return result.getParams()
                .getBenchmark()
                .replaceFirst("^.*\\.(\\w+)Benchmark\\.(\\w+)$", "$1.$2");
    }

    /** How long it took once. */
    static Result<?> nanos(RunResult result) {
        return result.getPrimaryResult();
    }

    /** How many bytes of heap it took once. */
    static Result<?> bytes(RunResult result) {
        return result.getSecondaryResults().get("gc.alloc.rate.norm");
    }
}
