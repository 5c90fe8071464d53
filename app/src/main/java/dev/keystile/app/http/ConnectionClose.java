package dev.keystile.app.http;

import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.io.UncheckedIOException;
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
            drain(request);
            throw new CloseConnectionException("Connection: close");
        }
    }

    private void announce(RoutingResponse response) {
        if (stopping.getAsBoolean()) {
            response.headers().set(HeaderValues.CONNECTION_CLOSE);
        }
    }

    // Bytes left unread would turn the close into a reset, and the answer might never be seen.
    private static void drain(RoutingRequest request) {
        boolean willSend =
                request.continueSent() || !request.headers().containsToken(HeaderValues.EXPECT_100);
        if (!willSend || !request.content().hasEntity()) {
            return;
        }
        try {
            request.content().consume();
        } catch (RequestException
                | UncheckedIOException
                | InsufficientDataAvailableException
                | NumberFormatException e) {
            throw new CloseConnectionException("the body did not end", e);
        }
    }

    private static boolean closes(Headers headers) {
        return headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }
}
