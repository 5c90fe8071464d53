package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.oauth.api.spi.Observer;
import java.util.Map;

/** Follows nothing and tells nobody. */
record NoTracing() implements Tracing {
    /** A request that nobody follows. */
    private record Alone() implements TracedRequest {
        @Override
        public void run(Runnable answer) {
            answer.run();
        }

        @Override
        public void end(Logged logged) {}

        @Override
        public String traceId() {
            return "";
        }
    }

    @Override
    public TracedRequest begin(TraceContext said) {
        return new Alone();
    }

    @Override
    public UpstreamTraces upstreams() {
        return UpstreamTraces.NONE;
    }

    @Override
    public Observer observer() {
        return Observer.NONE;
    }

    @Override
    public Map<String, Long> spans() {
        return Map.of();
    }

    @Override
    public void close() {}
}
