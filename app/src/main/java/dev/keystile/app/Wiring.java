package dev.keystile.app;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.config.LiveConfig;
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
import dev.keystile.app.http.PublicSocket;
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
import dev.keystile.oauth.api.RateLimiter;
import dev.keystile.oauth.api.spi.IdentityProvider;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.AuthorizationServerSettings;
import dev.keystile.oauth.impl.DefaultAuthorizationServer;
import dev.keystile.oauth.impl.Limiter;
import dev.keystile.oauth.impl.MasterSecret;
import dev.keystile.oauth.impl.OpenIdProvider;
import dev.keystile.oauth.impl.OperatorSessions;
import dev.keystile.oauth.impl.SecretMark;
import io.helidon.webserver.WebServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Makes the parts of a gateway in the order in which they need each other. */
record Wiring(
        LiveConfig live,
        AppConfig config,
        InstantSource clock,
        SecureRandom random,
        OpenParts parts) {
    private static final System.Logger LOG = System.getLogger(Wiring.class.getName());

    /** Rounds begin when the one before is an hour old; this is how often a node looks. */
    private static final Duration UPKEEP_PERIOD = Duration.ofMinutes(10);

    /** How often what was counted is kept; so much is lost at most when the process is killed. */
    private static final Duration COUNTS_PERIOD = Duration.ofMinutes(1);

    /** How often the file of settings is looked at. */
    private static final Duration CONFIG_PERIOD = Duration.ofSeconds(2);

    /** How often connections are looked at whose clients dawdle. */
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(1);

    Gateway start() {
        if (config.connectors().getFirst().upstream() != null) {
            return start(null);
        }
        var demo = DemoUpstream.start(clock);
        parts.add(demo::close);
        return start(demo);
    }

    /**
     * What the rest is made on.
     *
     * @param current what is in force
     * @param observer all that look on
     * @param limiter the limits, looked on
     */
    private record Base(
            Current current,
            Storage storage,
            Health health,
            Observers observers,
            Observer observer,
            Limiter limits,
            RateLimiter limiter) {
        /** Keeps what was counted. */
        void keepCounts(DefaultAuthorizationServer server) {
            server.keepCounts();
            observers.analytics().flush();
        }

        /** One round of tidying, on one of all nodes. */
        void tidy(DefaultAuthorizationServer server) {
            if (server.upkeepIfDue()) {
                observers.audit().tidy();
            }
        }
    }

    private Gateway start(@Nullable DemoUpstream demo) {
        CertificateReload certificate =
                config.tls() == null ? null : CertificateReload.start(config.tls(), clock);
        var current = new Current(Offering.before(config, demo));
        var storage = Storage.of(config.storage(), clock, random);
        parts.add(storage.close());
        var health = new Health(storage.store());
        var metrics = new Metrics();
        var gauges = new Gauges(metrics);
        Tracing tracing = TracingPart.start(config, clock, random, gauges);
        parts.add(tracing::close);
        // Opened first, so that it can say that the store is waited for.
        var office = new AdminOffice(config.admin());
        WebServer management =
                open(ManagementServer.start(config.managementSocket(), health, metrics, office));
        storage.connect().run();
        Base base = base(current, storage, health, metrics, tracing);
        MasterSecret secret = secret(storage);
        DefaultAuthorizationServer server = server(base, secret);
        ConnectorLines lines = lines(base, server);
        var offering = new Offering(current, lines, demo);
        var _ = offering.take(config);
        PublicSocket socket = socket(current);
        var traffic =
                new Traffic(
                        socket.callers(),
                        base.limiter(),
                        () -> current.inForce().limits().requests());
        // Before the socket, so that it goes on until the socket is closed.
        RepeatedTask steps = base.observers().keep(parts);
        OpenConnections connections =
                listen(socket, routes(base, server, offering, traffic), certificate);
        parts.repeat("upkeep", UPKEEP_PERIOD, () -> base.tidy(server));
        RepeatedTask counts = parts.repeat("counts", COUNTS_PERIOD, () -> base.keepCounts(server));
        var verbosity = new Verbosity();
        var reloads = new Reloads(new Reloader(live, offering, verbosity, clock), certificate);
        parts.repeat(
                "config",
                CONFIG_PERIOD,
                () -> {
                    lines.tidy();
                    reloads.look();
                });
        measure(gauges, base, connections, lines, reloads);
        health.started(() -> current.inForce().upstreams());
        office.open(administered(base, server, reloads, verbosity, secret, traffic));
        parts.add(() -> {
            health.stopping();
            lines.endStreams();
            counts.runNow();
            steps.runNow();
        });
        return new Gateway(
                current.get(),
                offering.demoKeys(),
                config.storage(),
                config.managementSocket().host() + ":" + management.port(),
                parts);
    }

    private Base base(
            Current current, Storage storage, Health health, Metrics metrics, Tracing tracing) {
        var observers =
                Observers.over(storage.store(), config.observe(), metrics, tracing, clock, random);
        parts.add(observers::close);
        Observer observer = observers.all();
        Limiter limits = storage.limiters().under(() -> current.inForce().limits().rules());
        return new Base(
                current,
                storage,
                health,
                observers,
                observer,
                limits,
                new ObservedLimiter(limits, observer));
    }

    private ConnectorLines lines(Base base, DefaultAuthorizationServer server) {
        var limits =
                new McpLimits(
                        base.limiter(),
                        server.keyNames(),
                        () -> base.current().inForce().limits().streams());
        UpstreamTraces traces = base.observers().tracing().upstreams();
        var lines = new ConnectorLines(plan -> line(plan, traces, server, limits, base.observer()));
        parts.add(lines::close);
        return lines;
    }

    private PublicRoutes routes(
            Base base, DefaultAuthorizationServer server, Offering offering, Traffic traffic) {
        Observers observers = base.observers();
        return new PublicRoutes(
                server,
                base.current(),
                base.current()::forward,
                traffic,
                new Watch(
                        base.observer(),
                        observers.meter(),
                        base.health()::isStopping,
                        observers.tracing()),
                config.brand(),
                () -> offering.demoKeys().stream().map(DemoKey::key).toList());
    }

    private OpenConnections listen(
            PublicSocket socket, PublicRoutes routes, @Nullable CertificateReload certificate) {
        if (socket.unknownProxy()) {
            LOG.log(System.Logger.Level.WARNING, "proxy.unknown base-url={0}", config.issuer());
        }
        var connections = new OpenConnections(socket.connections(), System::nanoTime);
        open(
                certificate == null
                        ? PublicServer.start(socket, routes, connections)
                        : PublicServer.start(socket, routes, connections, certificate.tls()));
        parts.repeat("connections", LOOK_PERIOD, connections::cutOverdue);
        return connections;
    }

    private AdminParts administered(
            Base base,
            DefaultAuthorizationServer server,
            Reloads reloads,
            Verbosity verbosity,
            MasterSecret secret,
            Traffic traffic) {
        Observers observers = base.observers();
        return new AdminParts(
                Main.version(),
                base.current(),
                reloads,
                server.administration(),
                base.limits(),
                observers.analytics(),
                observers.attempts(),
                observers.audit(),
                base.health(),
                verbosity,
                new OperatorSessions(config.admin().tokens(), secret, clock, random),
                traffic,
                clock);
    }

    private static void measure(
            Gauges gauges,
            Base base,
            OpenConnections connections,
            ConnectorLines lines,
            Reloads reloads) {
        gauges.build(Main.version());
        gauges.limits(base.limits());
        gauges.store(base.health()::storeIsUp);
        gauges.upstreams(base.health()::upstreams);
        gauges.number(
                "keystile_connections_open",
                "Open connections of the public socket.",
                connections::count);
        gauges.number(
                "keystile_mcp_calls_open",
                "Calls under way.",
                () -> lines.sum(ConnectorLine::callsOpen));
        gauges.number(
                "keystile_mcp_streams_open",
                "Open streams that may be quiet for long.",
                () -> lines.sum(ConnectorLine::streamsOpen));
        Reloader settings = reloads.settings();
        gauges.reloads(settings::counts, settings::isRefused);
        CertificateReload certificate = reloads.certificate();
        if (certificate != null) {
            gauges.certificate(certificate::ends, () -> certificate.problem() != null);
        }
    }

    private ConnectorLine line(
            ConnectorLine.Plan plan,
            UpstreamTraces traces,
            DefaultAuthorizationServer server,
            McpLimits limits,
            Observer observer) {
        var bridge =
                new McpBridge(
                        config.issuer(),
                        server.bearerTokens(),
                        server.upstreamSessions(),
                        server.keyReports(),
                        plan.upstreams(traces),
                        limits,
                        observer,
                        clock,
                        random);
        return new ConnectorLine(
                plan, bridge, new ProbeKeyVerifier(plan.upstreams(traces), random, clock));
    }

    private PublicSocket socket(Current current) {
        PublicSocket socket = config.publicSocket();
        return new PublicSocket(
                socket.listener(),
                socket.callers().in(() -> current.inForce().networks()),
                socket.proxyProtocol(),
                socket.unknownProxy(),
                socket.connections());
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

    private DefaultAuthorizationServer server(Base base, MasterSecret secret) {
        var settings =
                new AuthorizationServerSettings(
                        base.current(),
                        config.tokens(),
                        secret,
                        config.consentReview(),
                        config.clients(),
                        config.introspection());
        var server =
                new DefaultAuthorizationServer(
                        settings,
                        base.storage().store(),
                        base.current(),
                        base.limiter(),
                        base.observer(),
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

    private WebServer open(WebServer server) {
        parts.add(server::stop);
        return server;
    }
}
