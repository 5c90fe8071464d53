package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.ConnectorId;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sends calls to upstreams, each behind a circuit of its own. */
final class Circuits {
    private static final Logger LOGGER = System.getLogger(Circuits.class.getName());

    private final InstantSource clock;
    private final Circuit.Limits limits;
    private final Map<ConnectorId, Circuit> circuits = new ConcurrentHashMap<>();

    Circuits(InstantSource clock, Circuit.Limits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /** Makes a call, up to the head of its answer. */
    interface Sending {
        UpstreamAnswer send() throws IOException;
    }

    /** Makes the call, or refuses it with 503 while its upstream counts as down. */
    UpstreamAnswer send(ConnectorId connector, Sending call) throws IOException {
        Circuit circuit = circuits.computeIfAbsent(connector, _ -> new Circuit(limits));
        Duration wait = circuit.admit(clock.instant());
        if (!wait.isZero()) {
            throw UpstreamException.down(wait);
        }
        try {
            UpstreamAnswer answer = call.send();
            tellUp(connector, circuit.answered());
            return answer;
        } catch (UpstreamException failed) {
            if (failed.away()) {
                tellDown(connector, circuit.failed(clock.instant()), failed);
            }
            throw failed;
        }
    }

    /** Whether calls go up. */
    boolean isUp(ConnectorId connector) {
        Circuit circuit = circuits.get(connector);
        return circuit == null || !circuit.isOpen();
    }

    private static void tellUp(ConnectorId connector, boolean changed) {
        if (changed) {
            LOGGER.log(Level.INFO, () -> "upstream.up connector=" + connector);
        }
    }

    private static void tellDown(ConnectorId connector, boolean changed, UpstreamException failed) {
        if (changed) {
            LOGGER.log(
                    Level.WARNING,
                    () ->
                            "upstream.down connector="
                                    + connector
                                    + " reason="
                                    + failed.getMessage());
        }
    }
}
