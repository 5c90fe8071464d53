package dev.keystile.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * The rates of the same work at several sites, in rounds. In a round each site has its turn, so
 * that a machine that gets slower gets slower for all; the order turns around from round to round.
 *
 * @param rates by round, then site
 */
record Rounds(double[][] rates) {
    /**
     * Takes them.
     *
     * @param age how far the clock moves ahead before each round, so that no round finds what the
     *     one before left in a cache or a grace
     * @param work answers how often it was done
     */
    static Rounds take(
            Plan plan, List<Site> sites, BenchClock clock, Duration age, ToIntFunction<Site> work) {
        double[][] rates = new double[plan.warmUps() + plan.rounds()][sites.size()];
        for (int round = 0; round < rates.length; round++) {
            clock.moveAhead(age);
            for (int turn = 0; turn < sites.size(); turn++) {
                int site = round % 2 == 0 ? turn : sites.size() - 1 - turn;
                rates[round][site] = rate(sites.get(site), work);
            }
        }
        return new Rounds(Arrays.copyOfRange(rates, plan.warmUps(), rates.length));
    }

    private static double rate(Site site, ToIntFunction<Site> work) {
        long began = System.nanoTime();
        int done = work.applyAsInt(site);
        return done * 1e9 / (System.nanoTime() - began);
    }

    /** A site's rate as a part of the first one's: median, least and most of the rounds. */
    String relative(int site) {
        double[] ratios =
                Arrays.stream(rates)
                        .mapToDouble(round -> round[site] / round[0])
                        .sorted()
                        .toArray();
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f..%.2f), %,.0f/s",
                median(ratios),
                ratios[0],
                ratios[ratios.length - 1],
                median(Arrays.stream(rates).mapToDouble(round -> round[site]).sorted().toArray()));
    }

    /** The middle one of sorted values, the lower of two. */
    static double median(double[] sorted) {
        return sorted[(sorted.length - 1) / 2];
    }
}
