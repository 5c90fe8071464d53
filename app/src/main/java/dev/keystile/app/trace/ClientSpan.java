package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import dev.keystile.mcp.bridge.UpstreamTraces;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/**
 * A request to an upstream and its span.
 *
 * @param said by the client of where it stands
 */
record ClientSpan(Span span, TraceContext said) implements UpstreamTraces.Following {
    @Override
    public TraceContext told() {
        return new TraceContext(
                Parents.written(span.getSpanContext()), said.state(), said.baggage());
    }

    @Override
    public boolean isRecorded() {
        return span.isRecording();
    }

    @Override
    public void carries(String method) {
        if (!method.isEmpty()) {
            String shown = McpMethods.shown(method);
            span.setAttribute(Keys.MCP_METHOD, shown).updateName(shown);
        }
    }

    @Override
    public void answered(int status) {
        span.setAttribute(Keys.STATUS, (long) status);
        if (status >= 400) {
            failed(Integer.toString(status));
        }
    }

    @Override
    public void failed(String type) {
        span.setAttribute(Keys.ERROR, type).setStatus(StatusCode.ERROR);
    }

    @Override
    public void end() {
        span.end();
    }
}
