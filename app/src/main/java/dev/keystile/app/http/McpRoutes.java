package dev.keystile.app.http;

import dev.keystile.mcp.bridge.McpRequest;
import dev.keystile.oauth.api.ProtectedResource;
import dev.keystile.oauth.api.ProtectedResources;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.NotFoundException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * The MCP endpoints: finds the resource that a path names and hands the call to the bridge. Each
 * has a sibling below {@code /key}, for clients that drop the API key they were given as soon as
 * they hear of a way to sign in: nothing there tells of one.
 */
final class McpRoutes implements HttpService {
    private static final Header ALLOW =
            HeaderValues.create(HeaderNames.ALLOW, "GET, HEAD, POST, DELETE, OPTIONS");

    private static final String KEYS_ONLY = "/key";

    private final Supplier<ProtectedResources> resources;
    private final McpCalls calls;
    private final Callers callers;

    McpRoutes(Supplier<ProtectedResources> resources, McpCalls calls, Callers callers) {
        this.resources = resources;
        this.calls = calls;
        this.callers = callers;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.any("/mcp", this::call)
                .any("/mcp/*", this::call)
                .any(KEYS_ONLY + "/mcp", this::call)
                .any(KEYS_ONLY + "/mcp/*", this::call);
    }

    /** Whether a raw path is one of theirs. */
    static boolean have(String path) {
        String below = path.startsWith(KEYS_ONLY + "/") ? path.substring(KEYS_ONLY.length()) : path;
        return below.equals("/mcp") || below.startsWith("/mcp/");
    }

    private void call(ServerRequest request, ServerResponse response) {
        String path = request.prologue().uriPath().rawPath();
        boolean keysOnly = path.startsWith(KEYS_ONLY + "/");
        ProtectedResource resource =
                resources
                        .get()
                        .atPath(keysOnly ? path.substring(KEYS_ONLY.length()) : path)
                        .orElseThrow(() -> new NotFoundException("no such resource"));
        if (request.prologue().method().equals(Method.OPTIONS)) {
            new Reply(request, response).with(ALLOW).nothing();
        } else {
            forward(request, resource, keysOnly, response);
        }
    }

    private void forward(
            ServerRequest request,
            ProtectedResource resource,
            boolean keysOnly,
            ServerResponse response) {
        var call =
                new McpRequest(
                        request.prologue().method().text(),
                        resource,
                        keysOnly,
                        SentFields.of(request.headers()),
                        SentBody.of(request),
                        () -> callers.network(request));
        try {
            calls.forward(call, new McpAnswer(response, WatchedConnection.current()));
        } catch (IOException brokenOff) {
            throw new CloseConnectionException("MCP answer broke off", brokenOff);
        }
    }
}
