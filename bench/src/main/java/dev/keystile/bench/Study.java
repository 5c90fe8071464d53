package dev.keystile.bench;

import dev.keystile.oauth.impl.TokenSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/** All figures of one kind of store, taken of one store for each size side by side. */
final class Study implements AutoCloseable {
    /** Longer than anything stays in a near cache. */
    private static final Duration PAST_THE_NEAR_CACHE = Duration.ofSeconds(6);

    /** Of the rotations within one grace only a few are remembered, and more are refused. */
    private static final Duration PAST_THE_GRACE =
            TokenSettings.DEFAULT.refreshGrace().plusSeconds(1);

    private static final double MEGABYTE = 1 << 20;

    private final Plan plan;
    private final Figures figures;
    private final BenchClock clock;
    private final SecureRandom random;
    private final List<Site> sites = new ArrayList<>();

    private Study(Plan plan, Figures figures, BenchClock clock, SecureRandom random) {
        this.plan = plan;
        this.figures = figures;
        this.clock = clock;
        this.random = random;
    }

    static Figures ofFiles(Plan plan) {
        var figures = new Figures(plan.counts(), true);
        var clock = new BenchClock();
        try (var scratch = new Scratch();
                var study = new Study(plan, figures, clock, new SecureRandom())) {
            IntFunction<Path> folder = count -> scratch.path("file-" + count);
            study.measure(count -> new FileBed(folder.apply(count), clock, plan.quiet()));
            study.sites.forEach(site -> study.measureStarts(site, folder.apply(site.count())));
        }
        return figures;
    }

    static Figures ofRedis(Plan plan) {
        var figures = new Figures(plan.counts(), false);
        var clock = new BenchClock();
        var random = new SecureRandom();
        try (var scratch = new Scratch();
                var study = new Study(plan, figures, clock, random)) {
            study.measure(count ->
                    new RedisBed(
                            RedisServer.start(
                                    plan.redis().orElseThrow(),
                                    scratch.newFolder("redis-" + count)),
                            clock,
                            random));
        }
        return figures;
    }

    private void measure(IntFunction<Bed> beds) {
        for (int count : plan.counts()) {
            var site = new Site(count, plan.connections(), beds.apply(count), clock, random);
            sites.add(site);
            site.open();
            fill(site);
        }
        measureThroughput();
        sites.forEach(Site::shut);
        sites.forEach(this::measureHeap);
    }

    private void fill(Site site) {
        Stock stock = Stock.fill(site, clock, random);
        figures.put(Figure.GRANT_BYTES, site.count(), "%,.0f", stock.grantBytes());
        figures.put(Figure.CLIENT_BYTES, site.count(), "%,.0f", stock.clientBytes());
        site.connectAll();
    }

    private void measureThroughput() {
        throughput(Figure.BEARER_CHECKS, PAST_THE_NEAR_CACHE, Site::checkAll);
        throughput(Figure.REFRESHES, PAST_THE_GRACE, Site::refreshAll);
        throughput(Figure.SIGN_INS, PAST_THE_NEAR_CACHE, Site::signInAnew);
    }

    private void throughput(Figure figure, Duration age, ToIntFunction<Site> work) {
        Progress.tell("taking the rates of %s", figure.label());
        Rounds rounds = Rounds.take(plan, sites, clock, age, work);
        for (int site = 0; site < sites.size(); site++) {
            figures.put(figure, sites.get(site).count(), "%s", rounds.relative(site));
        }
    }

    /** With one store open, and as much read from it as fills its caches. */
    private void measureHeap(Site site) {
        site.open();
        var _ = site.checkAll();
        var _ = site.refreshAll();
        System.gc();
        System.gc();
        long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        figures.put(Figure.HEAP, site.count(), "%,.1f", used / MEGABYTE);
        site.shut();
        clock.moveAhead(PAST_THE_GRACE);
    }

    private void measureStarts(Site site, Path folder) {
        Progress.tell("starting on %,d grants", site.count());
        Starts.Pair starts = Starts.of(site, folder).take(plan.starts());
        figures.put(Figure.START, site.count(), "%,.0f", starts.clean());
        figures.put(Figure.START_AFTER_KILL, site.count(), "%,.0f", starts.killed());
    }

    @Override
    public void close() {
        sites.forEach(Site::close);
    }
}
