package dev.keystile.app.http;

import dev.keystile.app.tls.ServerTls;
import dev.keystile.oauth.api.Network;
import io.helidon.openapi.OpenApiFeature;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http1.Http1Config;
import java.net.Socket;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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

    /** The same with TLS. */
    public static WebServer start(
            PublicSocket socket, PublicRoutes routes, OpenConnections open, ServerTls tls) {
        SSLContext context =
                tls.context(connection -> open.begin(connection, network(socket, connection)));
        return socket.listener()
                .start(server -> {
                    configure(server, socket, routes, open);
                    server.tls(encrypted -> encrypted.sslContext(context));
                });
    }

    /** Unknown until TLS is established where a balancer says whose connection it is. */
    private static Optional<Network> network(PublicSocket socket, Socket connection) {
        return socket.proxyProtocol()
                ? Optional.empty()
                : socket.callers().network(connection.getRemoteSocketAddress(), Optional.empty());
    }

    private static void configure(
            WebServerConfig.Builder server,
            PublicSocket socket,
            PublicRoutes routes,
            OpenConnections open) {
        var transport = StrictTransport.of(routes.issuer());
        server.directHandlers(new EarlyErrors(routes.pages(), transport).handlers())
                .maxTcpConnections(socket.connections().total())
                .enableProxyProtocol(socket.proxyProtocol())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(
                        WatchedConnection.selector(
                                Http1Config.builder()
                                        .maxPrologueLength(MAX_REQUEST_LINE)
                                        .continueImmediately(true)
                                        .buildPrototype(),
                                socket.callers(),
                                open,
                                transport))
                .routing(routing -> routing.addFeature(afterArrivals(routes)))
                .addFeature(
                        OpenApiFeature.builder()
                                .servicesDiscoverServices(false)
                                .addService(new OpenApiRoutes(routes.pages()))
                                .build());
    }

    /** One feature, since Helidon orders features of one weight by the names of their classes. */
    private static HttpFeature afterArrivals(PublicRoutes routes) {
        return routing -> {
            routing.addFilter(new Arrivals());
            routes.setup(routing);
        };
    }
}
