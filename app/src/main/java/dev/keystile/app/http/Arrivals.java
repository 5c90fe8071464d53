package dev.keystile.app.http;

import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Tells the connection when the head of a request was there, and when the request is over:
 * answered, and sent to its end, which the client may not leave open for good.
 */
final class Arrivals implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        ReadAhead incoming = WatchedConnection.current();
        incoming.arrival().headIsThere();
        try {
            chain.proceed();
            SentBody.drain(request);
        } finally {
            incoming.answered();
        }
    }
}
