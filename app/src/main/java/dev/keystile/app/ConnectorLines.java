package dev.keystile.app;

import dev.keystile.oauth.api.ConnectorId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The lines to all upstreams, those included that nobody is let in to any more and on which calls
 * are still under way. Safe for use by many threads.
 */
final class ConnectorLines implements AutoCloseable {
    private final Function<ConnectorLine.Plan, ConnectorLine> make;
    private final Set<ConnectorLine> inUse = new HashSet<>();
    private final Set<ConnectorLine> leaving = new HashSet<>();
    private Set<ConnectorLine> quiet = Set.of();

    /** None yet. */
    ConnectorLines(Function<ConnectorLine.Plan, ConnectorLine> make) {
        this.make = make;
    }

    /** Lines for what is planned: those that there are, and new ones for what is new. */
    synchronized Map<ConnectorId, ConnectorLine> of(List<ConnectorLine.Plan> plans) {
        Map<ConnectorLine.Plan, ConnectorLine> known = new HashMap<>();
        inUse.forEach(line -> known.put(line.plan(), line));
        Map<ConnectorId, ConnectorLine> lines = new HashMap<>();
        plans.forEach(plan -> lines.put(plan.connector().id(), known.computeIfAbsent(plan, make)));
        return lines;
    }

    /** From now on these alone are in use; the others finish their calls. */
    synchronized void use(Map<ConnectorId, ConnectorLine> lines) {
        lines.values().stream().filter(inUse::add).forEach(ConnectorLine::proveRefusal);
        inUse.stream().filter(line -> !lines.containsValue(line)).forEach(this::leave);
        inUse.removeAll(leaving);
    }

    private void leave(ConnectorLine line) {
        leaving.add(line);
        line.endStreams();
    }

    /**
     * Closes those that are left and idle. Only at the second look in a row: a request that has
     * just come may have found such a line, and not entered it yet.
     */
    synchronized void tidy() {
        Set<ConnectorLine> idle = new HashSet<>(leaving);
        idle.removeIf(line -> !line.isIdle());
        idle.stream().filter(quiet::contains).forEach(this::end);
        quiet = idle;
    }

    private void end(ConnectorLine line) {
        leaving.remove(line);
        line.close();
    }

    /** How much there is of something, over all of them. */
    synchronized int sum(ToIntFunction<ConnectorLine> of) {
        return inUse.stream().mapToInt(of).sum() + leaving.stream().mapToInt(of).sum();
    }

    /** Ends all streams that may be quiet for long. */
    synchronized void endStreams() {
        inUse.forEach(ConnectorLine::endStreams);
    }

    @Override
    public synchronized void close() {
        inUse.forEach(ConnectorLine::close);
        leaving.forEach(ConnectorLine::close);
    }
}
