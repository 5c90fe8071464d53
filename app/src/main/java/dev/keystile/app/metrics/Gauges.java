package dev.keystile.app.metrics;

import dev.keystile.oauth.api.LimitControl;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Instant;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Metrics that are looked up when they are read. */
public record Gauges(Metrics metrics) {
    /** Which version this is. */
    public void build(String version) {
        Info.builder()
                .name("keystile_build_info")
                .help("The version that runs.")
                .labelNames("version")
                .register(registry())
                .setLabelValues(version);
    }

    /** What was decided about limits. */
    public void limits(LimitControl limits) {
        CounterWithCallback.builder()
                .name("keystile_limit_decisions")
                .help("What was decided about requests by each rule.")
                .labelNames("rule", "decision")
                .callback(counted ->
                        limits.counts()
                                .forEach((rule, counts) -> {
                                    counted.call((double) counts.allowed(), rule.text(), "allowed");
                                    counted.call((double) counts.limited(), rule.text(), "limited");
                                }))
                .register(registry());
        flag(
                "keystile_limits_alone",
                "Whether this gateway keeps limits for itself, since the store is away.",
                limits::alone);
    }

    /** Whether the store answers. */
    public void store(BooleanSupplier up) {
        flag("keystile_store_up", "Whether the store answers.", up);
    }

    /** Whether each upstream counts as up. */
    public void upstreams(Supplier<Map<String, Boolean>> up) {
        GaugeWithCallback.builder()
                .name("keystile_upstream_up")
                .help("Whether the upstream of a connector counts as up.")
                .labelNames("connector")
                .callback(measured ->
                        up.get().forEach((connector, is) -> measured.call(is ? 1 : 0, connector)))
                .register(registry());
    }

    /**
     * What came of settings that were changed.
     *
     * @param results how often, by what came of it
     */
    public void reloads(Supplier<Map<String, Long>> results, BooleanSupplier refused) {
        CounterWithCallback.builder()
                .name("keystile_config_reloads")
                .help("How often the file of settings was read again, and what came of it.")
                .labelNames("result")
                .callback(counted ->
                        results.get().forEach((result, times) -> counted.call(times, result)))
                .register(registry());
        flag(
                "keystile_config_refused",
                "Whether the file of settings was refused when it was read the last time.",
                refused);
    }

    /** How it stands with the gateway's own certificate. */
    public void certificate(Supplier<Instant> ends, BooleanSupplier refused) {
        GaugeWithCallback.builder()
                .name("keystile_tls_certificate_end_timestamp_seconds")
                .help("When the certificate that is in use ends, in seconds since 1970.")
                .callback(measured -> measured.call((double) ends.get().getEpochSecond()))
                .register(registry());
        flag(
                "keystile_tls_refused",
                "Whether the certificate or its key was refused when it was read the last time.",
                refused);
    }

    /** What became of spans. */
    public void spans(Supplier<Map<String, Long>> spans) {
        CounterWithCallback.builder()
                .name("keystile_trace_spans")
                .help("Spans by what became of them; dropped ones were too many.")
                .labelNames("outcome")
                .callback(counted ->
                        spans.get().forEach((outcome, number) -> counted.call(number, outcome)))
                .register(registry());
    }

    /** How many there are of something. */
    public void number(String name, String help, IntSupplier number) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(measured -> measured.call(number.getAsInt()))
                .register(registry());
    }

    private void flag(String name, String help, BooleanSupplier is) {
        number(name, help, () -> is.getAsBoolean() ? 1 : 0);
    }

    private PrometheusRegistry registry() {
        return metrics.registry();
    }
}
