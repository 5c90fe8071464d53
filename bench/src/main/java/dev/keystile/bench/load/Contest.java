package dev.keystile.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The same work done by several, in turns: a round gives each its turn and the order turns around
 * from round to round, so that a machine that gets slower gets slower for all.
 *
 * @param rates in each round, of each
 */
record Contest(List<String> names, double[][] rates) {
    /** One that does the work. */
    record Contestant(String name, Work work) {}

    /** Does it again and again. */
    @FunctionalInterface
    interface Work {
        /** How often a second it was done, by so many at once. */
        double rate(int atOnce, int seconds) throws Exception;
    }

    /**
     * How long is measured.
     *
     * @param grants how many are in the stores whose sizes are compared, the smallest first
     * @param called how many more each of these has, to be called with
     */
    record Effort(int rounds, int seconds, int warmUpSeconds, List<Integer> grants, int called) {}

    static Contest of(List<Contestant> contestants, int atOnce, Effort effort) throws Exception {
        for (Contestant contestant : contestants) {
            var _ = contestant.work().rate(atOnce, effort.warmUpSeconds());
        }
        double[][] rates = new double[effort.rounds()][contestants.size()];
        for (int round = 0; round < effort.rounds(); round++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int which = round % 2 == 0 ? turn : contestants.size() - 1 - turn;
                rates[round][which] = contestants.get(which).work().rate(atOnce, effort.seconds());
            }
        }
        return new Contest(contestants.stream().map(Contestant::name).toList(), rates);
    }

    /** The rates of one. */
    Spread rates(String name) {
        int one = names.indexOf(name);
        return Spread.of(Arrays.stream(rates).mapToDouble(round -> round[one]));
    }

    /** One as a part of another, round by round. */
    Spread ratios(String name, String to) {
        int one = names.indexOf(name);
        int other = names.indexOf(to);
        return Spread.of(Arrays.stream(rates).mapToDouble(round -> round[one] / round[other]));
    }

    /** The ratio of one to another: the median, least and most of the rounds. */
    String compared(String name, String to) {
        return ratios(name, to).text("%.3f");
    }

    /** With the rates of each multiplied by a factor of its own, in the order of the names. */
    Contest times(int... factors) {
        double[][] products =
                Arrays.stream(rates)
                        .map(round ->
                                IntStream.range(0, round.length)
                                        .mapToDouble(i -> round[i] * factors[i])
                                        .toArray())
                        .toArray(double[][]::new);
        return new Contest(names, products);
    }

    /** Lines of a Markdown table: rates, and ratios to one of them. */
    String lines(String start, String to) {
        return String.join(
                "",
                IntStream.range(0, names.size())
                        .mapToObj(i -> line(start, names.get(i), to))
                        .toList());
    }

    private String line(String start, String name, String to) {
        return String.format(
                Locale.ROOT,
                "| %s | %s | %,.0f | %s |%n",
                start,
                name,
                rates(name).median(),
                compared(name, to));
    }
}
