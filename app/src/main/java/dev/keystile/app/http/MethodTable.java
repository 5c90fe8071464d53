package dev.keystile.app.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What answers each method of one path. HEAD goes with GET, OPTIONS is answered 204, anything else
 * 405 with {@code Allow}.
 */
final class MethodTable implements Handler {
    private final Map<Method, Endpoint> endpoints = new LinkedHashMap<>();

    private MethodTable() {}

    /** A path that can be read. */
    static MethodTable get(Endpoint endpoint) {
        return new MethodTable().and(Method.GET, endpoint).and(Method.HEAD, endpoint);
    }

    /** A path that takes a body. */
    static MethodTable post(Endpoint endpoint) {
        return new MethodTable().and(Method.POST, endpoint);
    }

    /** One more method. */
    MethodTable and(Method method, Endpoint endpoint) {
        endpoints.put(method, endpoint);
        return this;
    }

    /** The methods that are answered. */
    Set<Method> methods() {
        return Set.copyOf(endpoints.keySet());
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        Method method = request.prologue().method();
        Endpoint endpoint = endpoints.get(method);
        var reply = new Reply(request, response);
        if (endpoint != null) {
            endpoint.answer(request, reply);
        } else if (method.equals(Method.OPTIONS)) {
            reply.with(allow()).nothing();
        } else {
            Header allow = allow();
            reply.with(allow)
                    .error(
                            Status.METHOD_NOT_ALLOWED_405,
                            "invalid_request",
                            "This path takes only " + allow.get());
        }
    }

    private Header allow() {
        String methods = String.join(", ", endpoints.keySet().stream().map(Method::text).toList());
        return HeaderValues.create(HeaderNames.ALLOW, methods + ", OPTIONS");
    }
}
