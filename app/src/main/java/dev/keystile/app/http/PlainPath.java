package dev.keystile.app.http;

import io.helidon.http.NotFoundException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.regex.Pattern;

/**
 * Lets only plainly written paths through: no percent-encoding, no parameters, no empty or dot
 * segments. The server matches routes on a decoded and normalised path; a token's resource is the
 * path byte for byte, and the two must not differ.
 */
final class PlainPath implements Filter {
    private static final Pattern PLAIN = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)*/?");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!PLAIN.matcher(request.prologue().uriPath().rawPath()).matches()) {
            throw new NotFoundException("not a plain path");
        }
        chain.proceed();
    }
}
