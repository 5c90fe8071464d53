package dev.keystile.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Pattern;

/**
 * Tells a request from all others, in logs and in the answer: the id that a trusted proxy gave it,
 * else one of this process.
 */
final class RequestId {
    static final HeaderName HEADER = HeaderNames.create("x-request-id", "X-Request-Id");

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:+/=-]{1,64}");

    private RequestId() {}

    /** The id of the request that is being answered. */
    static String of(ServerRequest request) {
        return RequestScope.current().map(RequestScope::id).orElseGet(() -> own(request));
    }

    /** The id of a request that has just come in. */
    static String accepted(ServerRequest request, Callers callers) {
        return request.headers()
                .first(HEADER)
                .filter(id -> SHAPE.matcher(id).matches() && callers.sendsProxy(request))
                .orElseGet(() -> own(request));
    }

    /** The connection's id and the request's number on it. */
    private static String own(ServerRequest request) {
        return request.socketId() + "-" + request.id();
    }
}
