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

    /** Starts it; returns when the socket is open. */
    public static WebServer start(Listener listener, PublicRoutes routes) {
        return listener.start(server -> configure(server, routes));
    }

    private static void configure(WebServerConfig.Builder server, PublicRoutes routes) {
        server.directHandlers(new EarlyErrors(routes.pages()).handlers())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(
                        WatchedConnection.selector(
                                Http1Config.builder()
                                        .maxPrologueLength(MAX_REQUEST_LINE)
                                        .buildPrototype()))
                .routing(routing -> routing.addFeature(routes))
                .addFeature(
                        OpenApiFeature.builder()
                                .servicesDiscoverServices(false)
                                .addService(new OpenApiRoutes(routes.pages()))
                                .build());
    }
}
