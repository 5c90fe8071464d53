package dev.keystile.app.http;

import io.helidon.openapi.OpenApiFeature;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http1.Http1Config;

/** Starts the public socket. */
public final class PublicServer {
    // An authorization request carries a client's state, and some states are signed tokens of a few
    // kilobytes.
    private static final int MAX_REQUEST_LINE = 16 * 1024;

    private PublicServer() {}

    /**
     * Starts it; returns when the socket is open.
     *
     * @param open where its connections are entered
     */
    public static WebServer start(PublicSocket socket, PublicRoutes routes, OpenConnections open) {
        return socket.listener().start(server -> configure(server, socket, routes, open));
    }

    private static void configure(
            WebServerConfig.Builder server,
            PublicSocket socket,
            PublicRoutes routes,
            OpenConnections open) {
        server.directHandlers(new EarlyErrors(routes.pages()).handlers())
                .maxTcpConnections(socket.connections().total())
                .enableProxyProtocol(socket.proxyProtocol())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(
                        WatchedConnection.selector(
                                Http1Config.builder()
                                        .maxPrologueLength(MAX_REQUEST_LINE)
                                        .buildPrototype(),
                                socket.callers(),
                                open))
                .routing(routing -> routing.addFilter(new Arrivals()).addFeature(routes))
                .addFeature(
                        OpenApiFeature.builder()
                                .servicesDiscoverServices(false)
                                .addService(new OpenApiRoutes(routes.pages()))
                                .build());
    }
}
