package dev.keystile.oauth.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keystile.oauth.api.spi.StoreUnavailableException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleFlightTest {
    private final SingleFlight<Integer> flights = new SingleFlight<>();

    @Test
    void whatIsThrownComesOutAsItWas() {
        var away = new StoreUnavailableException("away", null);

        assertThatThrownBy(() ->
                        flights.run(
                                "key",
                                () -> {
                                    throw away;
                                }))
                .isSameAs(away);
    }

    @Test
    void anErrorComesOutAsItWasToo() {
        var failure = new AssertionError("an error");

        assertThatThrownBy(() ->
                        flights.run(
                                "key",
                                () -> {
                                    throw failure;
                                }))
                .isSameAs(failure);
    }

    @Test
    void nothingIsKeptAfterwards() {
        AtomicInteger acts = new AtomicInteger();

        assertThat(flights.run("key", acts::incrementAndGet)).isEqualTo(1);
        assertThat(flights.run("key", acts::incrementAndGet)).isEqualTo(2);
    }
}
