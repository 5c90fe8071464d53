package dev.keystile.app.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Follows a caller that records its trace, but no further than our own ratio. Each request is drawn
 * for: a ratio taken from the trace id, as is usual, would let a caller who chooses ids have all of
 * its requests recorded.
 */
record SampledParents(double ratio, DoubleSupplier draw) implements Sampler {
    /** For requests with and without a caller that records. */
    static Sampler sampler(double ratio, DoubleSupplier draw) {
        return Sampler.parentBasedBuilder(Sampler.traceIdRatioBased(ratio))
                .setRemoteParentSampled(new SampledParents(ratio, draw))
                .build();
    }

    @Override
    public SamplingResult shouldSample(
            Context parent,
            String traceId,
            String name,
            SpanKind kind,
            Attributes attributes,
            List<LinkData> links) {
        return ratio >= 1 || draw.getAsDouble() < ratio
                ? SamplingResult.recordAndSample()
                : SamplingResult.drop();
    }

    @Override
    public String getDescription() {
        return "SampledParents{" + ratio + "}";
    }
}
