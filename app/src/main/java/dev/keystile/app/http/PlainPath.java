package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import io.helidon.http.Status;
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
record PlainPath(Pages pages) implements Filter {
    // Searched for, not matched as a whole: a repeated group would recurse once for each segment.
    private static final Pattern ODD = Pattern.compile("[^A-Za-z0-9._~/-]|//|/\\.{1,2}(/|$)");

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!isPlain(request.prologue().uriPath().rawPath())) {
            // Thrown here, an exception would pass by the filters before this one.
            Problem.of(Status.NOT_FOUND_404)
                    .answer(new Reply(request, response), Status.NOT_FOUND_404, pages);
            return;
        }
        chain.proceed();
    }

    private static boolean isPlain(String path) {
        return path.startsWith("/") && !ODD.matcher(path).find();
    }
}
