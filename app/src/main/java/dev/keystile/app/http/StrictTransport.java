package dev.keystile.app.http;

import dev.keystile.oauth.api.Issuer;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Tells browsers with every answer to come by https alone for a year (RFC 6797), whoever it is that
 * speaks TLS. Of other hosts it says nothing. Not on loopback, where it would hold for whatever
 * else listens on this machine.
 *
 * @param on whether it is told
 */
record StrictTransport(boolean on) implements Filter {
    private static final Header FIELD =
            HeaderValues.createCached(
                    HeaderNames.create("Strict-Transport-Security"), "max-age=31536000");

    /** As it suits the URLs of a gateway. */
    static StrictTransport of(Issuer issuer) {
        return new StrictTransport(issuer.https() && !issuer.loopback());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.beforeSend(() -> tell(response.headers()));
        chain.proceed();
    }

    /** Sets the field, where it is told. */
    void tell(ServerResponseHeaders headers) {
        if (on) {
            headers.set(FIELD);
        }
    }

    /** As a line of a head; empty where it is not told. */
    String line() {
        return on ? FIELD.name() + ": " + FIELD.get() + "\r\n" : "";
    }
}
