package dev.keystile.app.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.time.Duration;
import java.util.Set;

/** An HTTP/1.1 connection whose requests can find out that the client has gone. */
final class WatchedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final ScopedValue<ReadAhead> CURRENT = ScopedValue.newInstance();

    private final Http1Connection http;
    private final ReadAhead incoming;
    private final OpenConnections.Open open;

    private WatchedConnection(Http1Connection http, ReadAhead incoming, OpenConnections.Open open) {
        this.http = http;
        this.incoming = incoming;
        this.open = open;
    }

    /** Makes every HTTP/1.1 connection one of these. */
    static ServerConnectionSelector selector(
            Http1Config config, Callers callers, OpenConnections open, StrictTransport transport) {
        return new Selector(
                Http1ConnectionSelector.builder().config(config).build(), callers, open, transport);
    }

    /** What comes in on the connection of the request that this thread answers. */
    static ReadAhead current() {
        return CURRENT.get();
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try (open) {
            ScopedValue.where(CURRENT, incoming)
                    .call(() -> {
                        http.handle(limit);
                        return null;
                    });
        }
    }

    @Override
    public Duration idleTime() {
        return http.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http.canInterrupt();
    }

    private record Selector(
            Http1ConnectionSelector http,
            Callers callers,
            OpenConnections open,
            StrictTransport transport)
            implements ServerConnectionSelector {
        @Override
        public int bytesToIdentifyConnection() {
            return http.bytesToIdentifyConnection();
        }

        @Override
        public Support supports(BufferData data) {
            return http.supports(data);
        }

        @Override
        public Set<String> supportedApplicationProtocols() {
            return http.supportedApplicationProtocols();
        }

        @Override
        public ServerConnection connection(ConnectionContext server) {
            return open.open(
                            server.serverSocket(),
                            callers.network(
                                    server.remotePeer().address(), server.proxyProtocolData()))
                    .<ServerConnection>map(place -> watched(server, place))
                    .orElseGet(() -> new RefusedConnection(server.dataWriter(), transport));
        }

        private ServerConnection watched(ConnectionContext server, OpenConnections.Open place) {
            var incoming =
                    new ReadAhead(server.dataReader(), server.serverSocket(), place.arrival());
            var watched =
                    new WatchedContext(
                            server,
                            incoming.reader(),
                            new WatchedWriter(server.dataWriter(), place.arrival()));
            return new WatchedConnection(
                    (Http1Connection) http.connection(watched), incoming, place);
        }
    }
}
