package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/**
 * Reads and writes {@code traceparent}. What callers say in {@code tracestate} passes by: it goes
 * on to the upstream, and no span has it.
 */
final class Parents {
    private static final String FIELD = "traceparent";
    private static final TextMapGetter<TraceContext> GETTER =
            (said, name) ->
                    said != null && !said.parent().isEmpty() && name.equals(FIELD)
                            ? said.parent()
                            : null;

    private Parents() {}

    /** Where somebody else stands; invalid when they do not say so as W3C wants it. */
    static SpanContext read(TraceContext said) {
        return Span.fromContext(
                        W3CTraceContextPropagator.getInstance()
                                .extract(Context.root(), said, GETTER))
                .getSpanContext();
    }

    /** Where a span stands. */
    static String written(SpanContext span) {
        return "00-"
                + span.getTraceId()
                + "-"
                + span.getSpanId()
                + "-"
                + span.getTraceFlags().asHex();
    }
}
