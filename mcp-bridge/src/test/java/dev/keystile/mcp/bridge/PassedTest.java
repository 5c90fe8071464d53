package dev.keystile.mcp.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Time by a clock that may be set. */
class PassedTest {
    private final MovableClock clock = new MovableClock();
    private final Passed time = new Passed(clock);

    @Test
    void timePassesWithTheClock() {
        clock.advance(Duration.ofMillis(250));
        assertThat(time.millis()).isZero();

        time.look();
        assertThat(time.millis()).isEqualTo(250);
    }

    @Test
    void aClockThatIsSetBackTakesNothingAway() {
        clock.advance(Duration.ofSeconds(1));
        time.look();
        clock.advance(Duration.ofHours(-1));
        time.look();
        clock.advance(Duration.ofMillis(1));
        time.look();

        assertThat(time.millis()).isEqualTo(1001);
    }
}
