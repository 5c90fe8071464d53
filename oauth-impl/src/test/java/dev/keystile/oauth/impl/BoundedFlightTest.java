package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BoundedFlightTest {
    private final BoundedFlight<String> flights = new BoundedFlight<>(3);

    @Test
    @DisplayName("AS-C-07: no more than so many wait, for the same thing or for several")
    void fewWait() {
        CountDownLatch refused = new CountDownLatch(9);

        List<Optional<String>> results =
                Race.of(
                        12,
                        number -> {
                            var result = flights.run("key" + number % 2, () -> awaited(refused));
                            refused.countDown();
                            return result;
                        });

        assertThat(results).filteredOn(Optional::isEmpty).hasSize(9);
        assertThat(flights.run("key", () -> "free again")).hasValue("free again");
    }

    /** Gives up after a while, so that a flight without a bound fails the test. */
    private static String awaited(CountDownLatch latch) {
        try {
            return latch.await(5, TimeUnit.SECONDS) ? "in time" : "late";
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
