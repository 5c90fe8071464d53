package dev.keystile.app;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.ConnectorConfig;
import dev.keystile.app.demo.DemoKey;
import dev.keystile.app.demo.DemoUpstream;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.UserIdTrust;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts what a configuration says of connectors and limits in force.
 *
 * @param demo the embedded demo server; null when there was an upstream at the start
 */
record Offering(Current current, ConnectorLines lines, @Nullable DemoUpstream demo)
        implements Reloader.Taking {
    /** What is in force before there are lines. */
    static InForce before(AppConfig config, @Nullable DemoUpstream demo) {
        List<Connector> connectors =
                config.connectors().stream().map(each -> connector(each, demo)).toList();
        return InForce.of(config, new ProtectedResources(config.issuer(), connectors), Map.of());
    }

    @Override
    public String take(AppConfig config) {
        Map<ConnectorId, ConnectorLine> before = current.inForce().lines();
        Map<ConnectorId, ConnectorLine> after =
                lines.of(
                        config.connectors().stream()
                                .map(each ->
                                        new ConnectorLine.Plan(
                                                connector(each, demo),
                                                each.settings(),
                                                config.bridge()))
                                .toList());
        current.replace(InForce.of(config, before(config, demo).resources(), after));
        lines.use(after);
        return changes(before, after);
    }

    /** The keys of the demo server, as long as it is offered. */
    List<DemoKey> demoKeys() {
        DemoUpstream running = demo;
        return running != null && current.get().defaultConnector().upstream().equals(running.uri())
                ? running.keys()
                : List.of();
    }

    private static Connector connector(ConnectorConfig config, @Nullable DemoUpstream demo) {
        URI demoUri = demo == null ? null : demo.uri();
        return config.upstream() == null && demoUri != null
                ? config.before(demoUri, UserIdTrust.CHECKED_BY_UPSTREAM)
                : config.connector();
    }

    private static String changes(
            Map<ConnectorId, ConnectorLine> before, Map<ConnectorId, ConnectorLine> after) {
        return Stream.of(
                        ids("added", after, id -> !before.containsKey(id)),
                        ids(
                                "changed",
                                after,
                                id ->
                                        before.containsKey(id)
                                                && !Objects.equals(before.get(id), after.get(id))),
                        ids("removed", before, id -> !after.containsKey(id)))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining());
    }

    private static String ids(
            String name, Map<ConnectorId, ConnectorLine> of, Predicate<ConnectorId> which) {
        String ids =
                of.keySet().stream()
                        .filter(which)
                        .map(ConnectorId::value)
                        .sorted()
                        .collect(Collectors.joining(","));
        return ids.isEmpty() ? "" : " " + name + "=" + ids;
    }
}
