package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.oauth.api.spi.Event;
import dev.keystile.oauth.impl.KnownNames;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request and its span, which is begun when it is first needed: by then the message has said
 * where it stands, if the header fields have not.
 */
final class ServerSpan implements TracedRequest {
    private static final ScopedValue<ServerSpan> CURRENT = ScopedValue.newInstance();

    private final Spans spans;
    private final Instant began;
    private TraceContext said;
    private SpanContext parent;
    private @Nullable Span span;
    private Event.@Nullable Called called;

    /** A request that comes in now. */
    ServerSpan(Spans spans, TraceContext said) {
        this.spans = spans;
        this.began = spans.clock().instant();
        this.parent = Parents.read(said);
        this.said = parent.isValid() ? said : TraceContext.NONE;
    }

    /** The request that this thread answers; null when it answers none. */
    static @Nullable ServerSpan current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    @Override
    public void run(Runnable answer) {
        ScopedValue.where(CURRENT, this).run(answer);
    }

    /** Work of it, to be done by another thread. */
    <T> Callable<T> carried(Callable<T> work) {
        return () -> ScopedValue.where(CURRENT, this).call(work::call);
    }

    /** A message in it says where it stands. */
    synchronized void received(Supplier<TraceContext> message) {
        if (span != null || parent.isValid()) {
            return;
        }
        TraceContext inside = message.get();
        SpanContext found = Parents.read(inside);
        if (found.isValid()) {
            parent = found;
            said = inside;
        }
    }

    /** What became of a call is known. */
    synchronized void learn(Event event) {
        if (event instanceof Event.Called call) {
            called = call;
        }
    }

    /** A request to an upstream is a part of it. */
    synchronized UpstreamTraces.Following sends(UpstreamTraces.Sent request) {
        Span sent = spans.client(span(), request.method());
        if (!sent.isRecording() && parent.isValid()) {
            // The caller's trace goes on without us.
            return UpstreamTraces.Following.NONE;
        }
        sent.setAttribute(Keys.CONNECTOR, request.connector())
                .setAttribute(Keys.HTTP_METHOD, request.method())
                .setAttribute(Keys.SCHEME, request.secure() ? "https" : "http")
                .setAttribute(Keys.SERVER, request.host())
                .setAttribute(Keys.PORT, (long) request.port());
        return new ClientSpan(sent, said);
    }

    @Override
    public synchronized void end(Logged logged) {
        Span ended = span();
        if (ended.isRecording()) {
            name(ended, logged.method(), logged.route());
            ended.setAttribute(Keys.STATUS, (long) logged.status())
                    .setAttribute(Keys.SCHEME, spans.address().scheme())
                    .setAttribute(Keys.SERVER, spans.address().host())
                    .setAttribute(Keys.PORT, spans.address().port())
                    .setAttribute(Keys.REQUEST, logged.id());
            if (!logged.connector().isEmpty()) {
                ended.setAttribute(Keys.CONNECTOR, logged.connector());
            }
            message(ended);
            failure(ended, logged.status());
        }
        ended.end();
    }

    private static void name(Span span, String method, String route) {
        boolean known = !method.equals("other");
        span.setAttribute(Keys.HTTP_METHOD, known ? method : "_OTHER");
        String first = known ? method : "HTTP";
        if (route.equals("other")) {
            span.updateName(first);
        } else {
            span.updateName(first + " " + route).setAttribute(Keys.ROUTE, route);
        }
    }

    private void message(Span span) {
        Event.Called call = called;
        if (call == null || call.method().isEmpty()) {
            return;
        }
        span.setAttribute(Keys.MCP_METHOD, McpMethods.shown(call.method()));
        if (!call.tool().isEmpty()) {
            String named = call.connector().value() + "/" + call.tool();
            String shown = spans.tools().of(named, !call.outcome().failed());
            span.setAttribute(Keys.OPERATION, "execute_tool");
            span.setAttribute(Keys.TOOL, shown.equals(KnownNames.OTHER) ? "_OTHER" : call.tool());
        }
    }

    private void failure(Span span, int status) {
        String type = status >= 500 ? Integer.toString(status) : failure();
        if (!type.isEmpty()) {
            span.setAttribute(Keys.ERROR, type).setStatus(StatusCode.ERROR);
        }
    }

    private String failure() {
        Event.Called call = called;
        return switch (call == null ? Event.Outcome.OK : call.outcome()) {
            case TOOL_ERROR, RPC_ERROR, SERVER_ERROR, TIMEOUT, ABANDONED ->
                    String.valueOf(call == null ? "" : call.outcome()).toLowerCase(Locale.ROOT);
            case OK, CLIENT_ERROR, LIMITED -> "";
        };
    }

    @Override
    public synchronized String traceId() {
        Span known = span();
        return known.getSpanContext().isSampled() ? known.getSpanContext().getTraceId() : "";
    }

    private Span span() {
        Span known = span;
        if (known == null) {
            known = spans.server(parent, began);
            span = known;
        }
        return known;
    }
}
