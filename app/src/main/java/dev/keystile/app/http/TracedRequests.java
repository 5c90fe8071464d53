package dev.keystile.app.http;

import dev.keystile.app.trace.TracedRequest;
import dev.keystile.app.trace.Tracing;
import dev.keystile.mcp.bridge.TraceContext;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Optional;

/** Has each request followed, by the names that the access log has for methods and routes. */
final class TracedRequests implements Filter {
    private final Tracing tracing;

    TracedRequests(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        TracedRequest traced = tracing.begin(TraceContext.of(SentFields.of(request.headers())));
        try {
            traced.run(chain::proceed);
        } finally {
            Optional<RequestScope> scope = RequestScope.current();
            scope.ifPresent(known -> known.recorded(traced.traceId()));
            traced.end(
                    new TracedRequest.Logged(
                            AccessLog.method(request.prologue().method()),
                            AccessLog.route(request.prologue().uriPath().rawPath()),
                            response.status().code(),
                            RequestId.of(request),
                            scope.map(RequestScope::connector).orElse("")));
        }
    }
}
