package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Scope;
import io.helidon.http.Method;

/** An admitted request. */
record Call(McpRequest request, Method method, Access access) {
    /** Whether what the body says decides: the token covers reading and nothing else. */
    boolean judgedByBody() {
        return method.equals(Method.POST) && !access.scope().covers(Scope.MCP);
    }

    /** For the log. */
    String name() {
        return "connector=" + access.resource().connector().id() + " grant=" + access.grant();
    }
}
