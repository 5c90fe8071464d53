package dev.keystile.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keystile.app.flow.MovableClock;
import dev.keystile.oauth.api.Network;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Whose attempt an event belongs to. */
class SightingTest {
    private final MovableClock clock = new MovableClock();
    private final List<Sighting> seen = new CopyOnWriteArrayList<>();
    private final Observer observer = Sighting.to(seen::add, clock);
    private final Event event = new Event.PageExpired();

    @Test
    void anEventInARequestHasItsIdAndNetwork() {
        try (Site site = Site.onLoopback()) {
            site.mcp =
                    (_, response) -> {
                        observer.note(event);
                        response.send(200, Map.of(), new byte[0]);
                    };

            Raw.Answer answer = site.get("/mcp");

            assertThat(seen).hasSize(1);
            Sighting sighting = seen.getFirst();
            assertThat(sighting.event()).isEqualTo(event);
            assertThat(sighting.at()).isEqualTo(clock.instant());
            assertThat(sighting.request()).contains(answer.header("x-request-id"));
            assertThat(sighting.network().map(Network::text)).contains("127.0.0.0/24");
        }
    }

    @Test
    void anEventOutsideOfRequestsHasNeither() {
        observer.note(event);

        assertThat(seen.getFirst().request()).isEmpty();
        assertThat(seen.getFirst().network()).isEmpty();
    }
}
