package dev.keystile.app.metrics;

import dev.keystile.app.http.Watch;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.api.spi.Observer;
import dev.keystile.oauth.impl.KnownNames;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmClassLoadingMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmCompilationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryPoolAllocationMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The metrics of one gateway, in Prometheus' text format. Names and units follow the conventions of
 * Prometheus and OpenTelemetry; of no label there can be more values than a few hundred.
 */
public final class Metrics implements Observer, Watch.Meter {
    private static final int MOST_TOOLS = 200;

    /** Counted from nothing on: to a series that begins with one, nothing has been added yet. */
    private static final List<String> WATCHED =
            List.of(
                    "asked",
                    "connected",
                    "refreshed",
                    "refreshed-by-grace",
                    "refresh-refused",
                    "key-died",
                    "token-reused",
                    "code-replayed");

    private static final double[] SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60
    };

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final KnownNames tools = new KnownNames(MOST_TOOLS);
    private final Histogram requests =
            histogram(
                    "http_server_request_duration_seconds",
                    "How long requests to the public socket took.",
                    "http_request_method",
                    "http_route",
                    "http_response_status_code");
    private final Histogram durations =
            histogram(
                    "keystile_mcp_call_duration_seconds",
                    "How long calls of MCP took, streams that may be quiet aside.",
                    "connector");
    private final Counter calls =
            counter("keystile_mcp_calls", "Calls of MCP.", "connector", "outcome");
    private final Counter toolCalls =
            counter(
                    "keystile_tool_calls",
                    "Calls of tools; other is what never succeeded, and what is too many.",
                    "connector",
                    "tool",
                    "outcome");
    private final Counter events =
            counter("keystile_events", "Steps to a connection, and what became of it.", "event");

    /**
     * With those of the JVM, but for those of its native memory: a JVM that is not told to count
     * that has none, and to ask takes the whole of JMX into memory.
     */
    public Metrics() {
        JvmBufferPoolMetrics.builder().register(registry);
        JvmClassLoadingMetrics.builder().register(registry);
        JvmCompilationMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmMemoryPoolAllocationMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
        WATCHED.forEach(events::initLabelValues);
    }

    @Override
    public void note(Event event) {
        if (event instanceof Event.Called called) {
            note(called);
        } else {
            events.labelValues(event.name()).inc();
        }
    }

    private void note(Event.Called called) {
        String connector = called.connector().value();
        String outcome = Labels.of(called.outcome());
        calls.labelValues(connector, outcome).inc();
        if (!called.listening()) {
            durations.labelValues(connector).observe(called.duration().toNanos() / 1e9);
        }
        if (!called.tool().isEmpty()) {
            String known = tools.of(connector + "/" + called.tool(), !called.outcome().failed());
            String tool = known.equals(KnownNames.OTHER) ? known : called.tool();
            toolCalls.labelValues(connector, tool, outcome).inc();
        }
    }

    @Override
    public void note(String method, String route, int status, long nanos) {
        requests.labelValues(method, route, Integer.toString(status)).observe(nanos / 1e9);
    }

    /** Where metrics that are asked for are registered. */
    PrometheusRegistry registry() {
        return registry;
    }

    /** The type of {@link #text}. */
    public String contentType() {
        return writer.getContentType();
    }

    /** All of them, as they are now. */
    public byte[] text() {
        var text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toByteArray();
    }

    private Histogram histogram(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .unit(Unit.SECONDS)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .register(registry);
    }

    private Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }
}
