package dev.keystile.app.http;

import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An event with what tells whose attempt it belongs to.
 *
 * @param request the id of the request in which it happened; empty outside of any
 * @param network where that request came from
 */
public record Sighting(
        Instant at, Optional<String> request, Optional<Network> network, Event event) {
    /** An observer that hands sightings on, which must be as quick as it is. */
    public static Observer to(Consumer<Sighting> witness, InstantSource clock) {
        return event -> {
            Optional<RequestScope> scope = RequestScope.current();
            witness.accept(
                    new Sighting(
                            clock.instant(),
                            scope.map(RequestScope::id),
                            scope.map(RequestScope::network),
                            event));
        };
    }
}
