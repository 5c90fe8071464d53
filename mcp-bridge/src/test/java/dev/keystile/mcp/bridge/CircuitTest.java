package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When an upstream counts as down, both sides of every limit. */
class CircuitTest {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final Circuit circuit = new Circuit(new Circuit.Limits(3, PAUSE));

    @Test
    void oneFailureTooFewLetsCallsPass() {
        assertThat(circuit.failed(START)).isFalse();
        assertThat(circuit.failed(START)).isFalse();

        assertThat(circuit.admit(START)).isZero();
    }

    @Test
    void theLastFailureOpensItAndThatIsToldOnce() {
        assertThat(fail(3)).containsExactly(false, false, true);

        assertThat(circuit.admit(START)).isEqualTo(PAUSE);
        assertThat(circuit.failed(START)).isFalse();
    }

    @Test
    void anAnswerBetweenFailuresStartsTheCountAnew() {
        fail(2);
        assertThat(circuit.answered()).isFalse();

        assertThat(fail(2)).containsExactly(false, false);
        assertThat(circuit.admit(START)).isZero();
    }

    @Test
    void oneCallTriesAfterEachPause() {
        fail(3);

        assertThat(circuit.admit(START.plus(PAUSE).minus(MOMENT))).isEqualTo(MOMENT);
        assertThat(circuit.admit(START.plus(PAUSE))).isZero();
        assertThat(circuit.admit(START.plus(PAUSE))).isEqualTo(PAUSE);
        assertThat(circuit.failed(START.plus(PAUSE))).isFalse();
        assertThat(circuit.admit(START.plus(PAUSE.multipliedBy(2)))).isZero();
    }

    @Test
    void aTryThatNobodyTellsOfBlocksNothing() {
        fail(3);
        assertThat(circuit.admit(START.plus(PAUSE))).isZero();

        assertThat(circuit.admit(START.plus(PAUSE.multipliedBy(2)))).isZero();
    }

    @Test
    void anAnswerClosesItAndThatIsToldOnce() {
        fail(3);

        assertThat(circuit.answered()).isTrue();
        assertThat(circuit.answered()).isFalse();
        assertThat(circuit.admit(START)).isZero();
        assertThat(fail(2)).containsExactly(false, false);
    }

    @Test
    void aClockThatIsPutBackKeepsNothingShut() {
        fail(3);

        assertThat(circuit.admit(START.minus(Duration.ofHours(1)))).isZero();
    }

    @Test
    void ofManyCallsThatComeTogetherOneTries() throws Exception {
        fail(3);
        int calls = 4;
        CyclicBarrier together = new CyclicBarrier(calls);
        try (ExecutorService threads = Executors.newFixedThreadPool(calls)) {
            for (int pauses = 1; pauses <= 2000; pauses++) {
                Instant now = START.plus(PAUSE.multipliedBy(pauses));
                Callable<Duration> call =
                        () -> {
                            together.await();
                            return circuit.admit(now);
                        };
                List<Duration> waits = new ArrayList<>();
                for (Future<Duration> wait : threads.invokeAll(Collections.nCopies(calls, call))) {
                    waits.add(wait.get());
                }

                assertThat(waits).containsExactlyInAnyOrder(Duration.ZERO, PAUSE, PAUSE, PAUSE);
            }
        }
    }

    private List<Boolean> fail(int times) {
        return IntStream.range(0, times).mapToObj(_ -> circuit.failed(START)).toList();
    }
}
