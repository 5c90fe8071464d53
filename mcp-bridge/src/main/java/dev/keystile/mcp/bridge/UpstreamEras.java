package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.GrantId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How upstreams speak, found out by asking them with a caller's key. An answer is good for an hour,
 * since servers learn, and for less when what the upstream does gives reason to doubt it.
 */
final class UpstreamEras implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(UpstreamEras.class.getName());
    private static final Duration GOOD = Duration.ofHours(1);

    /** However many calls fail, an upstream is not asked more often. */
    private static final Duration UNDOUBTED = Duration.ofMinutes(1);

    private static final int MAX_ANSWER = 1 << 20;

    private final UpstreamClients clients;
    private final InstantSource clock;
    private final Map<ConnectorId, Known> known = new ConcurrentHashMap<>();

    /** Those of which the log says that they spoke in no way that is known. */
    private final Set<ConnectorId> odd = ConcurrentHashMap.newKeySet();

    private final SharedWork<Asker, Optional<Known>> asking = new SharedWork<>();

    /**
     * Nothing is known yet.
     *
     * @param clients that give up soon: some servers never answer a method they do not know
     */
    UpstreamEras(UpstreamClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    /** What one caller's key is refused says nothing to others. */
    private record Asker(ConnectorId connector, GrantId grant) {}

    private record Known(UpstreamEra era, Instant since) {
        boolean isOlder(Duration age, Instant now) {
            // A clock that was put back makes nothing good for longer.
            return now.isBefore(since) || now.isAfter(since.plus(age));
        }
    }

    /** How the upstream of a call speaks; empty when it does not say so to this caller. */
    Optional<UpstreamEra> of(Call.Granted call) throws IOException {
        ConnectorId connector = call.access().resource().connector().id();
        Known last = known.get(connector);
        return last == null || last.isOlder(GOOD, clock.instant())
                ? asking.run(
                                new Asker(connector, call.access().grant()),
                                () -> ask(connector, call.access()))
                        .map(Known::era)
                : Optional.of(last.era());
    }

    /** The upstream answered as one of another era may. */
    void doubt(ConnectorId connector) {
        Instant now = clock.instant();
        known.computeIfPresent(connector, (_, last) -> last.isOlder(UNDOUBTED, now) ? null : last);
    }

    @Override
    public void close() {
        clients.close();
    }

    private Optional<Known> ask(ConnectorId connector, Access access) throws IOException {
        McpCaller caller =
                new McpCaller(
                        clients.of(access.resource().connector()),
                        access.apiKey(),
                        access.user(),
                        MAX_ANSWER);
        Optional<Known> found =
                new EraInquiry(caller).run().map(era -> new Known(era, clock.instant()));
        found.ifPresentOrElse(era -> learn(connector, era), () -> tellOdd(connector));
        return found;
    }

    private void tellOdd(ConnectorId connector) {
        if (odd.add(connector)) {
            LOGGER.log(Level.WARNING, () -> "upstream.era-unknown connector=" + connector);
        }
    }

    private void learn(ConnectorId connector, Known found) {
        odd.remove(connector);
        Known before = known.put(connector, found);
        if (before == null || before.era() != found.era()) {
            LOGGER.log(
                    Level.INFO,
                    () -> "upstream.era connector=" + connector + " era=" + found.era());
        }
    }
}
