package dev.keystile.app.http;

import dev.keystile.app.pages.Pages;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;

/**
 * Lets only plainly written paths through: no percent-encoding, no parameters, no empty or dot
 * segments. The server matches routes on a decoded and normalised path; a token's resource is the
 * path byte for byte, and the two must not differ.
 */
record PlainPath(Pages pages) implements Filter {
    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (!plain(request.prologue().uriPath().rawPath())) {
            // Thrown here, an exception would pass by the filters before this one.
            Problem.of(Status.NOT_FOUND_404)
                    .answer(new Reply(request, response), Status.NOT_FOUND_404, pages);
            return;
        }
        chain.proceed();
    }

    /**
     * A scan, since every request passes here: a pattern costs a fifth of what it allocates, and a
     * repeated group of one recurses for each segment until the stack is full.
     */
    static boolean plain(String path) {
        int start = 0;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            if (c == '/') {
                if (at > 0 && !segment(path, start, at)) {
                    return false;
                }
                start = at + 1;
            } else if (at == 0 || !unreserved(c)) {
                return false;
            }
        }
        return start == path.length() || segment(path, start, path.length());
    }

    /** Neither empty nor {@code .} nor {@code ..}. */
    private static boolean segment(String path, int start, int end) {
        return switch (end - start) {
            case 0 -> false;
            case 1 -> path.charAt(start) != '.';
            case 2 -> !path.startsWith("..", start);
            default -> true;
        };
    }

    /** RFC 3986 section 2.3. */
    private static boolean unreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
