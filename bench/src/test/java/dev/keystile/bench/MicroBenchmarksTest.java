package dev.keystile.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;

/** Runs each micro-benchmark for a moment in this process; what it measures is not judged. */
class MicroBenchmarksTest {
    private static final MicroBenchmarks.Effort A_MOMENT = new MicroBenchmarks.Effort(0, 0, 1, 10);

    @BeforeAll
    static void silenceLog() {
        StoreBenchmark.silenceLog();
    }

    @Test
    void eachGivesItsTimeAndItsBytes() throws RunnerException {
        Collection<RunResult> results = MicroBenchmarks.run(List.of(), A_MOMENT);
        assertThat(results)
                .extracting(MicroBenchmarks::name)
                .contains(
                        "AnswerGlance.result",
                        "Credential.parse",
                        "Custody.open",
                        "Form.refresh",
                        "Grant.checkInNearCache",
                        "Grant.checkPastNearCache",
                        "Grant.refresh",
                        "HeaderPolicy.toUpstream",
                        "Limiter.allow",
                        "MessageGlance.glance",
                        "Pkce.verify");
        assertThat(results)
                .allSatisfy(result -> {
                    assertThat(MicroBenchmarks.nanos(result).getScore()).isPositive();
                    assertThat(MicroBenchmarks.bytes(result).getScore()).isNotNegative();
                });
    }

    @Test
    void aPatternChoosesAndEachHasALine() throws RunnerException {
        Collection<RunResult> results = MicroBenchmarks.run(List.of("Pkce", "Form"), A_MOMENT);
        assertThat(MicroBenchmarks.markdown(results).lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("|"), "of a table")
                .anyMatch(line ->
                        line.matches("\\| Pkce\\.verify \\| [\\d,]+ \\| \\S+ \\| [\\d,]+ \\|"));
    }
}
