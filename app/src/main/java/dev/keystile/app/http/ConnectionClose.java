package dev.keystile.app.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Closes the connection after an answer where either side said that it would be closed. Helidon 4.5
 * answers so but leaves the socket open (helidon-io/helidon issue 12324), and clients that wait for
 * its end hang.
 */
final class ConnectionClose implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        chain.proceed();
        if (closes(request.headers()) || closes(response.headers())) {
            throw new CloseConnectionException("Connection: close");
        }
    }

    private static boolean closes(Headers headers) {
        return headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }
}
