package dev.keystile.app;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.LimitSettings;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.impl.Networks;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that a reload replaces, as one value.
 *
 * @param lines one for each connector, once there are any
 */
record InForce(
        ProtectedResources resources,
        LimitSettings limits,
        Networks networks,
        Map<ConnectorId, ConnectorLine> lines) {
    /** Copies the map. */
    InForce {
        lines = Map.copyOf(lines);
    }

    /** What a configuration says, over these lines. */
    static InForce of(
            AppConfig config, ProtectedResources resources, Map<ConnectorId, ConnectorLine> lines) {
        return new InForce(
                resources, config.limits(), config.publicSocket().callers().networks(), lines);
    }

    /** The line of a connector that is still what it was; empty when it was changed or removed. */
    Optional<ConnectorLine> line(Connector connector) {
        return Optional.ofNullable(lines.get(connector.id()))
                .filter(line -> line.plan().connector().equals(connector));
    }

    /** Which upstreams count as up. */
    Map<String, Boolean> upstreams() {
        return lines.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                line -> line.getKey().value(), line -> line.getValue().isUp()));
    }
}
