package dev.keystile.app;

import dev.keystile.app.config.AppConfig;
import dev.keystile.app.http.Seldom;
import dev.keystile.app.metrics.Gauges;
import dev.keystile.app.trace.OpenTelemetryTracing;
import dev.keystile.app.trace.Tracing;
import dev.keystile.app.trace.TracingSettings;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** Traces, where an endpoint is set; else none of OpenTelemetry's classes is loaded. */
final class TracingPart {
    private TracingPart() {}

    static Tracing start(
            AppConfig config, InstantSource clock, RandomGenerator random, Gauges gauges) {
        TracingSettings settings = config.tracing();
        if (settings == null) {
            return Tracing.OFF;
        }
        Tracing tracing =
                OpenTelemetryTracing.start(
                        settings,
                        config.issuer(),
                        Main.version(),
                        new OpenTelemetryTracing.Surroundings(
                                clock, random, new Seldom(System::nanoTime)::isDue));
        gauges.spans(tracing::spans);
        return tracing;
    }
}
