package dev.keystile.app.http;

import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.function.BooleanSupplier;

/**
 * Closes the connection after an answer where either side said that it would be closed. Helidon 4.5
 * answers so but leaves the socket open (helidon-io/helidon issue 12324), and clients that wait for
 * its end hang.
 */
final class ConnectionClose implements Filter {
    private final BooleanSupplier stopping;

    /** {@code stopping}: whether this side means to close connections after their answers. */
    ConnectionClose(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(() -> announce(response));
        chain.proceed();
        if (closes(request.headers()) || closes(response.headers()) || stopping.getAsBoolean()) {
            // Bytes left unread would turn the close into a reset, and the answer might never be
            // seen.
            SentBody.drain(request);
            throw new CloseConnectionException("Connection: close");
        }
    }

    private void announce(RoutingResponse response) {
        if (stopping.getAsBoolean()) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
    }

    private static boolean closes(Headers headers) {
        return headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }
}
