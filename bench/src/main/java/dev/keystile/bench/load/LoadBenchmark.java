package dev.keystile.bench.load;

import dev.keystile.bench.StoreBenchmark;
import dev.keystile.bench.load.Contest.Effort;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells in Markdown how fast whole processes are beside others, all on this machine. */
public final class LoadBenchmark {
    private static final Effort USUAL =
            new Effort(7, 3, 20, List.of(1_000, 100_000, 1_000_000), 4_000);

    /** To see that it works; the figures mean nothing. */
    private static final Effort QUICK = new Effort(1, 1, 1, List.of(1_000, 10_000), 160);

    private LoadBenchmark() {}

    @FunctionalInterface
    private interface Job {
        String report(Site site, Effort effort) throws Exception;
    }

    private static Map<String, Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        jobs.put("calls", (site, effort) -> CallLoad.report(site, false, effort));
        jobs.put("events", (site, effort) -> CallLoad.report(site, true, effort));
        jobs.put("discovery", DiscoveryLoad::report);
        jobs.put("oauth", OAuthLoad::report);
        jobs.put("grants", GrantsLoad::report);
        jobs.put("streams", StreamLoad::report);
        jobs.put("start", StartLoad::report);
        jobs.put("collectors", CollectorLoad::report);
        jobs.put("observers", ObserverLoad::report);
        jobs.put("profile", ProfileLoad::report);
        jobs.put("timing", TimingLoad::report);
        return jobs;
    }

    /**
     * Takes the names of jobs, all when there are none, {@code --quick}, and {@code --plot} with a
     * folder for pictures of the ratios. Ends with 2 when there is no such job.
     */
    public static void main(String[] words) throws Exception {
        StoreBenchmark.silenceLog();
        Map<String, Job> jobs = jobs();
        List<String> named = new ArrayList<>(List.of(words));
        Effort effort = named.remove("--quick") ? QUICK : USUAL;
        Optional<Plot> plot = plot(named);
        List<String> wanted = named.isEmpty() ? List.copyOf(jobs.keySet()) : named;
        if (!jobs.keySet().containsAll(wanted)) {
            System.err.println(
                    "usage: bin/bench-load [--quick] [--plot FOLDER] ["
                            + String.join("|", jobs.keySet())
                            + "]...");
            System.exit(2);
        }
        for (String name : wanted) {
            // Each at a site of its own, so that no idle process of another takes memory.
            try (var site = new Site()) {
                String report = jobs.get(name).report(site, effort);
                System.out.printf("### %s%n%n%s%n", name, report);
                if (plot.isPresent()) {
                    plot.get().draw(name, report);
                }
            }
        }
        System.out.println(conditions(effort));
    }

    /** Takes it out of the words; without a folder it stays, and is no job. */
    private static Optional<Plot> plot(List<String> words) {
        int at = words.indexOf("--plot");
        if (at < 0 || at + 1 == words.size()) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(new Plot(Path.of(words.remove(at))));
    }

    private static String conditions(Effort effort) {
        return String.format(
                Locale.ROOT,
                "Medians of %d rounds of %d s in turns, after %d s of warming up; ratios with least and most of the rounds. "
                        + "Java %s, %d processors, load in the last minute %.1f.",
                effort.rounds(),
                effort.seconds(),
                effort.warmUpSeconds(),
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
