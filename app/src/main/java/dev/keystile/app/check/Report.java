package dev.keystile.app.check;

import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;

/** Runs checks one after the other, prints a line for each, and counts. */
final class Report {
    private static final int LONGEST_LINE = 400;

    private final PrintWriter out;
    private int passed;
    private int failed;

    Report(PrintWriter out) {
        this.out = out;
    }

    /** Runs a check that finds nothing that others need. */
    void check(String name, Runnable step) {
        check(
                name,
                () -> {
                    step.run();
                    return true;
                },
                _ -> "");
    }

    /** Runs a check whose finding others need. */
    <T> CheckResult<T> check(String name, Supplier<T> step) {
        return check(name, step, _ -> "");
    }

    /** Runs a check whose finding others need and which is worth a note in brackets. */
    <T> CheckResult<T> check(String name, Supplier<T> step, Function<T, String> note) {
        CheckResult<T> result = run(name, step);
        switch (result) {
            case CheckResult.Passed<T>(T value) -> pass(name, note.apply(value));
            case CheckResult.Failed<T>(_, String reason) -> fail(name, reason);
        }
        return result;
    }

    /** Prints the last line; true when nothing failed. */
    boolean close() {
        int all = passed + failed;
        line(
                failed == 0
                        ? "All tests passed (" + passed + "/" + all + ")"
                        : failed + " of " + all + " tests failed");
        return failed == 0;
    }

    private static <T> CheckResult<T> run(String name, Supplier<T> step) {
        try {
            return new CheckResult.Passed<>(step.get());
        } catch (CheckFailedException e) {
            return new CheckResult.Failed<>(name, e.reason());
        }
    }

    private void pass(String name, String note) {
        passed++;
        line("PASS  " + name + (note.isEmpty() ? "" : " (" + note + ")"));
    }

    private void fail(String name, String reason) {
        failed++;
        line("FAIL  " + name + ": " + reason);
    }

    /** Parts of a line come from the gateway: nothing in them may steer the terminal. */
    private void line(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        out.println(
                plain.length() <= LONGEST_LINE ? plain : plain.substring(0, LONGEST_LINE) + "...");
        out.flush();
    }
}
