package dev.keystile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContestTest {
    private final Contest contest =
            new Contest(
                    List.of("bare", "other"), new double[][] {{100, 10}, {200, 60}, {1000, 200}});

    @Test
    void lineHasMedianRateAndRatiosOfTheRounds() {
        assertThat(contest.lines("work", "bare").lines())
                .containsExactly(
                        "| work | bare | 200 | 1.000 (1.000..1.000) |",
                        "| work | other | 60 | 0.200 (0.100..0.300) |");
    }

    @Test
    void oneIsComparedWithAnyOther() {
        assertThat(contest.compared("bare", "other")).isEqualTo("5.000 (3.333..10.000)");
    }

    @Test
    void ratesOfEachAreMultipliedByItsOwnFactor() {
        assertThat(contest.times(1, 4).lines("requests", "bare").lines())
                .containsExactly(
                        "| requests | bare | 200 | 1.000 (1.000..1.000) |",
                        "| requests | other | 240 | 0.800 (0.400..1.200) |");
    }
}
