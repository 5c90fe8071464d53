package dev.keystile.app.http;

import dev.keystile.app.pages.AdminContent.Funnel;
import dev.keystile.app.pages.AdminContent.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** From the first step to the first call. */
final class StepsFunnel {
    private static final String HINT =
            "Each time a step was made: a client that asks twice counts twice, and only those on the way to a first"
                    + " connection make all of them.";
    private static final String BEGUN = "asked";
    private static final List<Named> BEFORE =
            List.of(
                    new Named("challenged", "Told to sign in"),
                    new Named("discovered", "Read how to"),
                    new Named("registered", "Registered"),
                    new Named(BEGUN, "Opened the first page"));
    private static final List<Named> AFTER =
            List.of(
                    new Named("key-accepted", "Typed a key that works"),
                    new Named("consented", "Allowed"),
                    new Named("connected", "Got tokens"),
                    new Named("first-call", "Made the first call"));

    private StepsFunnel() {}

    /** A step as it is counted, and in words. */
    private record Named(String event, String words) {
        Step step(Map<String, Sum> counted, long most, String share) {
            long calls = calls(counted, event);
            return new Step(words, calls, hundredths(calls, most), share);
        }
    }

    /** The steps, as they were counted; those after the first page with their share of it. */
    static Funnel of(String name, Map<String, Sum> counted) {
        long most =
                Stream.concat(BEFORE.stream(), AFTER.stream())
                        .mapToLong(step -> calls(counted, step.event()))
                        .max()
                        .orElse(0);
        return new Funnel(
                name,
                Stream.concat(
                                BEFORE.stream().map(step -> step.step(counted, most, "")),
                                AFTER.stream()
                                        .map(step ->
                                                step.step(
                                                        counted,
                                                        most,
                                                        share(counted, step.event()))))
                        .toList(),
                HINT);
    }

    private static long calls(Map<String, Sum> counted, String step) {
        return counted.getOrDefault(step, Sum.NONE).calls();
    }

    private static String share(Map<String, Sum> counted, String step) {
        long begun = calls(counted, BEGUN);
        return begun == 0 ? "" : hundredths(calls(counted, step), begun) + " %";
    }

    private static long hundredths(long part, long whole) {
        return whole == 0 ? 0 : Math.round(100.0 * part / whole);
    }
}
