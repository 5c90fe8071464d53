package dev.keystile.app;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.ConnectorConfig;
import dev.keystile.app.config.StorageConfig;
import dev.keystile.app.demo.DemoKey;
import dev.keystile.app.demo.DemoUpstream;
import dev.keystile.app.http.AdminOffice;
import dev.keystile.app.http.AdminParts;
import dev.keystile.app.http.Health;
import dev.keystile.app.http.ManagementServer;
import dev.keystile.app.http.OpenConnections;
import dev.keystile.app.http.PublicRoutes;
import dev.keystile.app.http.PublicServer;
import dev.keystile.app.http.RequestScope;
import dev.keystile.app.http.Sighting;
import dev.keystile.app.http.Traffic;
import dev.keystile.app.http.Watch;
import dev.keystile.app.log.Verbosity;
import dev.keystile.app.metrics.Gauges;
import dev.keystile.app.metrics.Metrics;
import dev.keystile.app.trace.Tracing;
import dev.keystile.mcp.bridge.McpBridge;
import dev.keystile.mcp.bridge.McpLimits;
import dev.keystile.mcp.bridge.ProbeKeyVerifier;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.mcp.bridge.Upstreams;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.ConnectorId;
import dev.keystile.oauth.api.LimitControl;
import dev.keystile.oauth.api.ProtectedResources;
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.UserIdTrust;
import dev.keystile.oauth.api.spi.ApiKeyVerifier;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.api.spi.Store;
import dev.keystile.oauth.impl.AnalyticsCounts;
import dev.keystile.oauth.impl.AttemptLog;
import dev.keystile.oauth.impl.AuditTrail;
import dev.keystile.oauth.impl.AuditedEvents;
import dev.keystile.oauth.impl.AuthorizationServerSettings;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.OpenIdProvider;
import dev.keystile.oauth.impl.OperatorSessions;
import dev.keystile.oauth.impl.SecretMark;
import io.helidon.webserver.WebServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The running gateway, wired together on real sockets.
 *
 * @param resources what clients connect to
 * @param demoKeys the keys of the embedded demo server; empty with a real upstream
 * @param managementAuthority host and port of the management socket
 */
record Gateway(
        ProtectedResources resources,
        List<DemoKey> demoKeys,
        StorageConfig storage,
        String managementAuthority,
        OpenParts parts)
        implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Gateway.class.getName());

    /**
     * Starts one; returns when its sockets are open.
     *
     * @throws dev.keystile.app.http.CannotListenException when a port is taken
     * @throws dev.keystile.oauth.impl.CannotOpenStoreException when the file store cannot be used,
     *     or the secret is not that of its records
     * @throws dev.keystile.oauth.api.spi.StoreUnavailableException when the store cannot be reached
     */
    static Gateway start(AppConfig config, InstantSource clock, SecureRandom random) {
        var parts = new OpenParts();
        try {
            return new Wiring(config, clock, random, parts).start();
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    /**
     * Stops listening, lets requests end for as long as the configuration grants, and frees
     * everything.
     */
    @Override
    public void close() {
        parts.close();
    }

    /** Makes the parts in the order in which they need each other. */
    private record Wiring(
            AppConfig config, InstantSource clock, SecureRandom random, OpenParts parts) {
        /** Rounds begin when the one before is an hour old; this is how often a node looks. */
        private static final Duration UPKEEP_PERIOD = Duration.ofMinutes(10);

        /**
         * How often what was counted is kept; so much is lost at most when the process is killed.
         */
        private static final Duration COUNTS_PERIOD = Duration.ofMinutes(1);

        /** The same for the steps of attempts to connect, which people wait to see. */
        private static final Duration STEPS_PERIOD = Duration.ofSeconds(10);

        /** How often what people did is written down; the same. */
        private static final Duration AUDIT_PERIOD = Duration.ofSeconds(1);

        /** How often connections are looked at whose clients dawdle. */
        private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

        Gateway start() {
            if (config.connectors().getFirst().upstream() != null) {
                return start(
                        config.connectors().stream().map(ConnectorConfig::connector).toList(),
                        List.of());
            }
            var demo = DemoUpstream.start(clock);
            parts.add(demo::close);
            return start(
                    List.of(
                            config.connectors()
                                    .getFirst()
                                    .before(demo.uri(), UserIdTrust.CHECKED_BY_UPSTREAM)),
                    demo.keys());
        }

        private Gateway start(List<Connector> connectors, List<DemoKey> demoKeys) {
            var resources = new ProtectedResources(config.issuer(), connectors);
            var storage = Storage.of(config.storage(), clock, random);
            parts.add(storage.close());
            var health = new Health(storage.store());
            var metrics = new Metrics();
            Tracing tracing = TracingPart.start(config, clock, random, new Gauges(metrics));
            parts.add(tracing::close);
            var upstreams = upstreams(tracing.upstreams());
            var attempts = new AttemptLog(storage.store(), clock, random);
            // Opened first, so that it can say that the store is waited for.
            var office = new AdminOffice(config.admin());
            var management =
                    open(
                            ManagementServer.start(
                                    config.managementSocket(), health, metrics, office));
            storage.connect().run();
            var verifier = new ProbeKeyVerifier(upstreams, random, clock);
            parts.add(verifier::close);
            var analytics = new AnalyticsCounts(storage.store(), clock, random);
            parts.add(analytics::close);
            parts.add(attempts::close);
            var audit = new AuditTrail(storage.store(), clock, random);
            var audited = new AuditedEvents(audit);
            parts.add(audited::close);
            Observer observer =
                    Observer.all(
                            List.of(
                                    RequestScope::note,
                                    analytics,
                                    metrics,
                                    audited,
                                    doctor(attempts),
                                    tracing.observer()));
            var limits = storage.limiters().under(config.limits().rules());
            var limiter = new ObservedLimiter(limits, observer);
            MasterSecret secret = secret(storage);
            var server = server(resources, storage.store(), secret, verifier, limiter, observer);
            var bridge =
                    new McpBridge(
                            config.issuer(),
                            server.bearerTokens(),
                            server.upstreamSessions(),
                            server.keyReports(),
                            upstreams,
                            new McpLimits(limiter, server.keyNames(), config.limits().streams()),
                            observer,
                            clock,
                            random);
            parts.add(bridge::close);
            var routes =
                    new PublicRoutes(
                            server,
                            resources,
                            bridge::forward,
                            traffic(limiter),
                            new Watch(observer, metrics, health::isStopping, tracing),
                            config.brand(),
                            keys(demoKeys));
            if (config.publicSocket().unknownProxy()) {
                LOG.log(System.Logger.Level.WARNING, "proxy.unknown base-url={0}", config.issuer());
            }
            var connections =
                    new OpenConnections(config.publicSocket().connections(), System::nanoTime);
            open(PublicServer.start(config.publicSocket(), routes, connections));
            var look = RepeatedTask.start("connections", LOOK_PERIOD, connections::cutOverdue);
            parts.add(look::close);
            connectors.forEach(connector -> proveRefusal(verifier, connector));
            var upkeep =
                    RepeatedTask.start(
                            "upkeep",
                            UPKEEP_PERIOD,
                            () -> {
                                if (server.upkeepIfDue()) {
                                    audit.tidy();
                                }
                            });
            parts.add(upkeep::close);
            var deeds = RepeatedTask.start("audit", AUDIT_PERIOD, audited::flush);
            parts.add(deeds::close);
            var counts =
                    RepeatedTask.start(
                            "counts",
                            COUNTS_PERIOD,
                            () -> {
                                server.keepCounts();
                                analytics.flush();
                            });
            parts.add(counts::close);
            var steps = RepeatedTask.start("steps", STEPS_PERIOD, attempts::flush);
            parts.add(steps::close);
            gauges(new Gauges(metrics), limits, health, connections, bridge);
            health.started(() -> upstreams(connectors, bridge));
            office.open(
                    new AdminParts(
                            Main.version(),
                            resources,
                            server.administration(),
                            limits,
                            analytics,
                            attempts,
                            audit,
                            health,
                            new Verbosity(),
                            new OperatorSessions(config.admin().tokens(), secret, clock, random),
                            traffic(limiter),
                            clock));
            parts.add(() -> {
                health.stopping();
                bridge.endStreams();
                counts.runNow();
                steps.runNow();
            });
            return new Gateway(
                    resources,
                    demoKeys,
                    config.storage(),
                    config.managementSocket().host() + ":" + management.port(),
                    parts);
        }

        /** Where a call comes from is worked out only when it says something new. */
        private Observer doctor(AttemptLog attempts) {
            Observer noting =
                    Sighting.to(
                            seen ->
                                    attempts.note(
                                            seen.at(), seen.network().orElse(null), seen.event()),
                            clock);
            return event -> {
                if (attempts.concerns(event)) {
                    noting.note(event);
                }
            };
        }

        private static void gauges(
                Gauges gauges,
                LimitControl limits,
                Health health,
                OpenConnections connections,
                McpBridge bridge) {
            gauges.build(Main.version());
            gauges.limits(limits);
            gauges.store(health::storeIsUp);
            gauges.upstreams(health::upstreams);
            gauges.number(
                    "keystile_connections_open",
                    "Open connections of the public socket.",
                    connections::count);
            gauges.number("keystile_mcp_calls_open", "Calls under way.", bridge::callsOpen);
            gauges.number(
                    "keystile_mcp_streams_open",
                    "Open streams that may be quiet for long.",
                    bridge::streamsOpen);
        }

        private static Map<String, Boolean> upstreams(
                List<Connector> connectors, McpBridge bridge) {
            return connectors.stream()
                    .map(Connector::id)
                    .collect(toUnmodifiableMap(ConnectorId::value, bridge::isUp));
        }

        private Upstreams upstreams(UpstreamTraces traces) {
            return new Upstreams(
                    config.bridge(),
                    config.connectors().stream()
                            .collect(
                                    toUnmodifiableMap(
                                            ConnectorConfig::id, ConnectorConfig::settings)),
                    traces);
        }

        /** Each by itself, so that one that does not answer keeps no other waiting. */
        private void proveRefusal(ProbeKeyVerifier verifier, Connector connector) {
            var proof =
                    RepeatedTask.start(
                            "key-check",
                            Duration.ofDays(1),
                            () -> verifier.proveRefusal(connector));
            parts.add(proof::close);
        }

        private MasterSecret secret(Storage storage) {
            MasterSecret inForce = storage.secrets().inForce(config.secret());
            SecretMark.check(storage.store(), inForce, clock);
            if (config.secret() == null
                    && config.storage() instanceof StorageConfig.File(Path folder)
                    && !config.issuer().loopback()) {
                LOG.log(System.Logger.Level.WARNING, "secret.beside-store folder={0}", folder);
            }
            return inForce;
        }

        private DefaultAuthorizationServer server(
                ProtectedResources resources,
                Store store,
                MasterSecret secret,
                ApiKeyVerifier verifier,
                RateLimiter limiter,
                Observer observer) {
            var settings =
                    new AuthorizationServerSettings(
                            resources,
                            config.tokens(),
                            secret,
                            config.consentReview(),
                            config.clients(),
                            config.introspection());
            var server =
                    new DefaultAuthorizationServer(
                            settings,
                            store,
                            verifier,
                            limiter,
                            observer,
                            identities(),
                            clock,
                            random);
            parts.add(server::close);
            return server;
        }

        private @Nullable IdentityProvider identities() {
            if (config.identity() == null) {
                return null;
            }
            var provider = new OpenIdProvider(config.identity(), clock);
            parts.add(provider::close);
            return provider;
        }

        private Traffic traffic(RateLimiter limiter) {
            return new Traffic(
                    config.publicSocket().callers(), limiter, config.limits().requests());
        }

        private WebServer open(WebServer server) {
            parts.add(server::stop);
            return server;
        }

        private static List<String> keys(List<DemoKey> demoKeys) {
            return demoKeys.stream().map(DemoKey::key).toList();
        }
    }
}
