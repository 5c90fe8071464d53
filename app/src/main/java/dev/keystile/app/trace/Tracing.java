package dev.keystile.app.trace;

import dev.keystile.mcp.bridge.TraceContext;
import dev.keystile.mcp.bridge.UpstreamTraces;
import dev.keystile.oauth.api.spi.Observer;
import java.util.Map;

/**
 * Follows what the gateway does, and tells somebody else of it in the background. Names nothing of
 * OpenTelemetry, so that none of its classes is loaded where nobody is to be told. Safe for use by
 * many threads.
 */
public interface Tracing extends AutoCloseable {
    /** Nobody is told of anything. */
    Tracing OFF = new NoTracing();

    /**
     * A request came in.
     *
     * @param said what its header fields say of where it stands
     */
    TracedRequest begin(TraceContext said);

    /** Follows requests to upstreams as parts of the request that a thread answers. */
    UpstreamTraces upstreams();

    /** Learns what a request is about. */
    Observer observer();

    /**
     * How many spans were sent, could not be sent, and were too many to be sent, by these words.
     */
    Map<String, Long> spans();

    /** Sends what is left, for a few seconds at most. */
    @Override
    void close();
}
