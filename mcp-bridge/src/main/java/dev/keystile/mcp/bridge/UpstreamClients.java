package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A client for each connector's upstream, made when it is first called. */
final class UpstreamClients implements AutoCloseable {
    private final Map<Connector, UpstreamClient> clients = new ConcurrentHashMap<>();
    private final Upstreams upstreams;
    private final Function<UpstreamSettings, Duration> readTimeout;

    /**
     * Clients that have called nobody yet.
     *
     * @param readTimeout how long an upstream with these settings may be silent
     */
    UpstreamClients(Upstreams upstreams, Function<UpstreamSettings, Duration> readTimeout) {
        this.upstreams = upstreams;
        this.readTimeout = readTimeout;
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
        return new UpstreamClient(connector, of, readTimeout.apply(of));
    }
}
