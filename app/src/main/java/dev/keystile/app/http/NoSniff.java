package dev.keystile.app.http;

import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/** Tells browsers to trust the declared type of every answer. */
final class NoSniff implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(
                () -> response.headers().set(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF));
        chain.proceed();
    }
}
