package dev.keystile.oauth.impl;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A {@link SingleFlight} in which so many may wait at once, for whatever it is: what strangers can
 * make slow must not hold everybody.
 */
final class BoundedFlight<V> {
    private final SingleFlight<V> flights = new SingleFlight<>();
    private final Semaphore places;

    BoundedFlight(int most) {
        this.places = new Semaphore(most);
    }

    /** Empty when too many wait already. */
    Optional<V> run(String key, Supplier<V> act) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(flights.run(key, act));
        } finally {
            places.release();
        }
    }
}
