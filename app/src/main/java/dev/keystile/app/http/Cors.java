package dev.keystile.app.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.regex.Pattern;

/**
 * Lets browser-based clients of any origin read what a program may read, errors included; never
 * with credentials, and never the authorization endpoint or the consent pages (RFC 9700 section
 * 2.6).
 */
final class Cors implements Filter {
    private static final String METHODS = "GET, HEAD, POST, PUT, DELETE, OPTIONS";
    private static final String EXPOSED =
            "WWW-Authenticate, Mcp-Session-Id, MCP-Protocol-Version, Retry-After, RateLimit,"
                    + " RateLimit-Policy";
    private static final String REQUEST_HEADERS =
            "Authorization, Content-Type, Accept, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID, Mcp-Method,"
                    + " Mcp-Name";
    private static final Pattern HEADER_LIST = Pattern.compile("[A-Za-z0-9_, \\t-]{1,2048}");
    private static final String ONE_DAY = "86400";

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        if (ProgramPaths.have(request.prologue().uriPath().rawPath())) {
            // Before sending, so that no error handler on the way can drop them.
            response.beforeSend(() -> allow(request, response.headers()));
        }
        chain.proceed();
    }

    /** Adds what every covered answer has. */
    static void allow(WritableHeaders<?> response) {
        set(response, HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
        set(response, HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }

    private static void allow(RoutingRequest request, WritableHeaders<?> response) {
        allow(response);
        if (request.prologue().method().equals(Method.OPTIONS)) {
            preflight(request.headers(), response);
        }
    }

    private static void preflight(ServerRequestHeaders request, WritableHeaders<?> response) {
        set(response, HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        set(response, HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, requested(request));
        set(response, HeaderNames.ACCESS_CONTROL_MAX_AGE, ONE_DAY);
        set(response, HeaderNames.VARY, HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS.defaultCase());
    }

    // A wildcard would not cover Authorization, and Mcp-Param-* has no list: what is asked for is
    // allowed.
    private static String requested(Headers request) {
        return request.first(HeaderNames.ACCESS_CONTROL_REQUEST_HEADERS)
                .filter(HEADER_LIST.asMatchPredicate())
                .orElse(REQUEST_HEADERS);
    }

    private static void set(WritableHeaders<?> headers, HeaderName name, String value) {
        headers.set(HeaderValues.create(name, value));
    }
}
