package dev.keystile.app.http;

import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;

/**
 * One event for each request that reached the routes, at DEBUG: method, route, status, whose it is
 * where that is known, time and id. It holds only what this server itself knows: no query, no user
 * id, no unknown path or method. The answer bears the id.
 */
final class AccessLog implements Filter {
    private static final Logger LOGGER = System.getLogger(AccessLog.class.getName());
    private static final Set<Method> METHODS =
            Set.of(Method.GET, Method.HEAD, Method.POST, Method.PUT, Method.DELETE, Method.OPTIONS);
    private static final Set<String> PREFIXES =
            Set.of(
                    "/mcp/oauth/",
                    "/key/mcp/oauth/",
                    "/.well-known/oauth-protected-resource/mcp/oauth/");
    private static final String REGISTRATION = "/oauth/register/";
    private static final Set<String> PATHS =
            Set.of(
                    "/",
                    "/account",
                    "/mcp",
                    "/mcp/",
                    "/key/mcp",
                    "/oauth/authorize",
                    "/oauth/callback",
                    "/oauth/identity",
                    "/oauth/register",
                    "/oauth/token",
                    "/oauth/revoke",
                    "/oauth/introspect",
                    "/authorize",
                    "/register",
                    "/token",
                    "/brand/logo",
                    "/brand/style.css",
                    "/openapi",
                    "/openapi.yaml",
                    "/openapi.json",
                    "/.well-known/oauth-authorization-server",
                    "/.well-known/openid-configuration",
                    "/.well-known/oauth-protected-resource",
                    "/.well-known/oauth-protected-resource/mcp");

    private final Callers callers;
    private final Watch.Meter meter;

    AccessLog(Callers callers, Watch.Meter meter) {
        this.callers = callers;
        this.meter = meter;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        long began = System.nanoTime();
        var scope = new RequestScope(request, callers);
        response.beforeSend(() -> response.headers().set(RequestId.HEADER, scope.id()));
        try {
            scope.run(chain::proceed);
        } finally {
            end(request, response, scope, System.nanoTime() - began);
        }
    }

    private void end(
            RoutingRequest request, RoutingResponse response, RequestScope scope, long nanos) {
        meter.note(
                method(request.prologue().method()),
                route(request.prologue().uriPath().rawPath()),
                response.status().code(),
                nanos);
        LOGGER.log(Level.DEBUG, () -> event(request, response, scope, nanos / 1_000_000));
    }

    private static String event(
            RoutingRequest request,
            RoutingResponse response,
            RequestScope scope,
            long milliseconds) {
        return "http.request method="
                + method(request.prologue().method())
                + " route="
                + route(request.prologue().uriPath().rawPath())
                + " status="
                + response.status().code()
                + scope.fields()
                + " ms="
                + milliseconds
                + " request="
                + scope.id();
    }

    /** What methods are called here and elsewhere. */
    static String method(Method method) {
        return METHODS.contains(method) ? method.text() : "other";
    }

    /** The route of a path, with no id of a user or client in it. */
    static String route(String path) {
        if (PATHS.contains(path)) {
            return path;
        }
        if (path.startsWith(REGISTRATION)) {
            return REGISTRATION + "{client_id}";
        }
        return PREFIXES.stream()
                .filter(path::startsWith)
                .findFirst()
                .map(prefix -> prefix + "{user_id}")
                .orElse("other");
    }
}
