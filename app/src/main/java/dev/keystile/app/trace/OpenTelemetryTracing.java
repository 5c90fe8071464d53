package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.oauth.api.Issuer;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.KnownNames;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.InternalTelemetryVersion;
import io.opentelemetry.sdk.common.export.RetryPolicy;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Spans in OpenTelemetry's SDK, sent by OTLP over HTTP in batches. Whatever cannot be sent soon is
 * dropped: nothing waits for the endpoint but a thread of the SDK's own.
 */
public final class OpenTelemetryTracing implements Tracing {
    private static final int MOST_TOOLS = 200;
    private static final int MOST_WAITING = 4096;
    private static final int MOST_AT_ONCE = 512;
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration SENDING = Duration.ofSeconds(10);
    private static final Duration LAST = Duration.ofSeconds(3);
    private static final RetryPolicy RETRY =
            RetryPolicy.builder()
                    .setMaxAttempts(3)
                    .setInitialBackoff(Duration.ofMillis(500))
                    .setMaxBackoff(Duration.ofSeconds(2))
                    .build();

    private final SpanCounts counts;
    private final SdkTracerProvider provider;
    private final Spans spans;

    private OpenTelemetryTracing(
            SpanCounts counts,
            SdkTracerProvider provider,
            Spans.Address address,
            Surroundings around) {
        this.counts = counts;
        this.provider = provider;
        this.spans =
                new Spans(
                        provider.get("dev.keystile"),
                        around.clock(),
                        address,
                        new KnownNames(MOST_TOOLS));
    }

    /**
     * What it is given of the world.
     *
     * @param failureDue whether it may be said now that spans could not be sent
     */
    public record Surroundings(
            InstantSource clock, RandomGenerator random, BooleanSupplier failureDue) {}

    /**
     * Starts it; connects to nobody yet.
     *
     * @param issuer by whose URL clients reach this gateway
     */
    public static Tracing start(
            TracingSettings settings, Issuer issuer, String version, Surroundings around) {
        var counts = new SpanCounts();
        SdkMeterProvider meters = SdkMeterProvider.builder().registerMetricReader(counts).build();
        SpanExporter exporter = new ToldExports(exporter(settings, meters), around.failureDue());
        SdkTracerProvider provider =
                SdkTracerProvider.builder()
                        .setClock(new SdkTime(around.clock()))
                        .setResource(resource(settings, version))
                        .setSampler(
                                SampledParents.sampler(
                                        settings.sample(), around.random()::nextDouble))
                        .addSpanProcessor(batches(exporter, meters))
                        .build();
        return new OpenTelemetryTracing(counts, provider, address(issuer), around);
    }

    private static BatchSpanProcessor batches(SpanExporter exporter, SdkMeterProvider meters) {
        return BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(MOST_WAITING)
                .setMaxExportBatchSize(MOST_AT_ONCE)
                .setScheduleDelay(PERIOD)
                .setExporterTimeout(SENDING)
                .setMeterProvider(() -> meters)
                .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST)
                .build();
    }

    private static SpanExporter exporter(TracingSettings settings, SdkMeterProvider meters) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint().toString())
                        .setTimeout(SENDING)
                        .setConnectTimeout(LAST)
                        .setRetryPolicy(RETRY)
                        .setMeterProvider(() -> meters)
                        .setInternalTelemetryVersion(InternalTelemetryVersion.LATEST);
        settings.headers().forEach((name, value) -> exporter.addHeader(name, value.reveal()));
        return exporter.build();
    }

    private static Resource resource(TracingSettings settings, String version) {
        return Resource.getDefault()
                .merge(
                        Resource.create(
                                Attributes.of(
                                        AttributeKey.stringKey("service.name"),
                                        settings.serviceName(),
                                        AttributeKey.stringKey("service.version"),
                                        version)));
    }

    private static Spans.Address address(Issuer issuer) {
        URI url = URI.create(issuer.value());
        return new Spans.Address(url.getScheme(), url.getHost(), issuer.port());
    }

    @Override
    public TracedRequest begin(TraceContext said) {
        return new ServerSpan(spans, said);
    }

    @Override
    public UpstreamTraces upstreams() {
        return Upwards.INSTANCE;
    }

    @Override
    public Observer observer() {
        return event -> {
            ServerSpan current = ServerSpan.current();
            if (current != null) {
                current.learn(event);
            }
        };
    }

    @Override
    public Map<String, Long> spans() {
        return counts.all();
    }

    @Override
    public void close() {
        provider.shutdown().join(LAST.toSeconds(), TimeUnit.SECONDS);
    }

    /** What goes up is a part of the request that this thread answers, or nobody's. */
    private enum Upwards implements UpstreamTraces {
        INSTANCE;

        @Override
        public void received(Supplier<TraceContext> said) {
            ServerSpan current = ServerSpan.current();
            if (current != null) {
                current.received(said);
            }
        }

        @Override
        public Following begin(Sent request) {
            ServerSpan current = ServerSpan.current();
            return current == null ? Following.NONE : current.sends(request);
        }

        @Override
        public <T> Callable<T> carried(Callable<T> work) {
            ServerSpan current = ServerSpan.current();
            return current == null ? work : current.carried(work);
        }
    }
}
