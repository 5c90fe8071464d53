package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A client for each connector's upstream, made when it is first called. */
final class UpstreamClients implements AutoCloseable {
    private final Map<Connector, UpstreamClient> clients = new ConcurrentHashMap<>();
    private final Upstreams upstreams;
    private final Function<UpstreamSettings, Duration> readTimeout;
    private final InstantSource clock;

    /**
     * Clients that have called nobody yet.
     *
     * @param readTimeout how long an upstream with these settings may be silent
     */
    UpstreamClients(
            Upstreams upstreams,
            Function<UpstreamSettings, Duration> readTimeout,
            InstantSource clock) {
        this.upstreams = upstreams;
        this.readTimeout = readTimeout;
        this.clock = clock;
    }

    UpstreamClient of(Connector connector) {
        return clients.computeIfAbsent(connector, this::open);
    }

    /** Closes the idle connections. */
    @Override
    public void close() {
        clients.values().forEach(UpstreamClient::close);
    }

    private UpstreamClient open(Connector connector) {
        UpstreamSettings of = upstreams.of(connector);
        return new UpstreamClient(connector, of, readTimeout.apply(of), upstreams.traces(), clock);
    }
}
