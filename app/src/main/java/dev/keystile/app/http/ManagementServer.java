package dev.keystile.app.http;

import dev.keystile.app.metrics.Metrics;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.HttpFeature;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.util.Locale;

/**
 * Starts the management socket: {@code /metrics}, {@code /health/live}, {@code /health/ready},
 * {@code /health/started}, and {@code /admin} where there is an admin.
 */
public final class ManagementServer {
    private ManagementServer() {}

    /**
     * Starts it; ready is who serves and reaches the store. Returns when the socket is open.
     *
     * @param metrics what Prometheus reads
     * @param admin where operators go
     */
    public static WebServer start(
            Listener listener, Health health, Metrics metrics, HttpFeature admin) {
        return listener.start(server -> configure(server, health, metrics, admin));
    }

    private static void configure(
            WebServerConfig.Builder server, Health health, Metrics metrics, HttpFeature admin) {
        server.protocolsDiscoverServices(false)
                .addProtocol(Http1Config.builder().continueImmediately(true).build())
                .routing(
                        HttpRouting.builder()
                                .addFilter(new ConnectionClose(() -> false))
                                .addFilter(new NoSniff())
                                .addFeature(admin)
                                .get(
                                        "/metrics",
                                        (_, response) ->
                                                response.header(
                                                                HeaderValues.create(
                                                                        HeaderNames.CONTENT_TYPE,
                                                                        metrics.contentType()))
                                                        .send(metrics.text())))
                .addFeature(
                        ObserveFeature.builder()
                                .observersDiscoverServices(false)
                                .endpoint("/")
                                .addObserver(observer(health))
                                .build());
    }

    private static HealthObserver observer(Health health) {
        return HealthObserver.builder()
                .details(true)
                .useSystemServices(false)
                .addCheck(() -> up(health.storeIsUp()), HealthCheckType.READINESS, "store")
                .addCheck(() -> serving(health), HealthCheckType.READINESS, "gateway")
                .addCheck(() -> upstreams(health), HealthCheckType.READINESS, "upstreams")
                .addCheck(
                        () -> up(health.stage() != Health.Stage.STARTING),
                        HealthCheckType.STARTUP,
                        "gateway")
                .build();
    }

    private static HealthCheckResponse up(boolean up) {
        return HealthCheckResponse.builder().status(up).build();
    }

    private static HealthCheckResponse serving(Health health) {
        Health.Stage stage = health.stage();
        return HealthCheckResponse.builder()
                .status(stage == Health.Stage.SERVING)
                .detail("stage", stage.name().toLowerCase(Locale.ROOT))
                .build();
    }

    /** Told, and no reason to send nobody here: no other gateway reaches them either. */
    private static HealthCheckResponse upstreams(Health health) {
        var told = HealthCheckResponse.builder().status(true);
        health.upstreams().forEach((connector, up) -> told.detail(connector, up ? "up" : "down"));
        return told.build();
    }
}
