package dev.keystile.app.http;

import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;

/** Starts the management socket: {@code /health/live} and {@code /health/ready}. */
public final class ManagementServer {
    private static final Store.Key NOBODY = new Store.Key(Store.Kind.CLIENT, "health");

    private ManagementServer() {}

    /** Starts it; ready is who reaches the store. Returns when the socket is open. */
    public static WebServer start(Listener listener, Store store) {
        return listener.start(server -> configure(server, store));
    }

    private static void configure(WebServerConfig.Builder server, Store store) {
        server.routing(HttpRouting.builder().addFilter(new ConnectionClose()))
                .addFeature(
                        ObserveFeature.builder()
                                .observersDiscoverServices(false)
                                .endpoint("/")
                                .addObserver(health(store))
                                .build());
    }

    private static HealthObserver health(Store store) {
        return HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addCheck(() -> check(store), HealthCheckType.READINESS, "store")
                .build();
    }

    private static HealthCheckResponse check(Store store) {
        try {
            store.find(NOBODY);
            return HealthCheckResponse.builder().status(true).build();
        } catch (StoreUnavailableException away) {
            return HealthCheckResponse.builder().status(false).build();
        }
    }
}
