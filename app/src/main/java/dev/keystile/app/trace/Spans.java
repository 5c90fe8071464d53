package dev.keystile.app.trace;

import dev.keystile.oauth.impl.KnownNames;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * Begins spans.
 *
 * @param address by which clients reach this gateway
 * @param tools names that may be shown: any caller can make up one
 */
record Spans(Tracer tracer, InstantSource clock, Address address, KnownNames tools) {
    /** Scheme, host and port. */
    record Address(String scheme, String host, long port) {}

    /** Of a request that began then. */
    Span server(SpanContext parent, Instant began) {
        return tracer.spanBuilder("HTTP")
                .setSpanKind(SpanKind.SERVER)
                .setParent(Context.root().with(Span.wrap(parent)))
                .setStartTimestamp(
                        TimeUnit.SECONDS.toNanos(began.getEpochSecond()) + began.getNano(),
                        TimeUnit.NANOSECONDS)
                .startSpan();
    }

    /** Of a request to an upstream. */
    Span client(Span server, String name) {
        return tracer.spanBuilder(name)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(server))
                .startSpan();
    }
}
