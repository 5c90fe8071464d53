package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import io.helidon.http.Method;

/** An admitted request. */
record Call(McpRequest request, Method method, Access access) {
    /** Whether what the body says decides: not every tool may be called. */
    boolean judgedByBody() {
        return method.equals(Method.POST) && access.tools().restricts();
    }

    /** For the log. */
    String name() {
        return "connector=" + access.resource().connector().id() + " grant=" + access.grant();
    }
}
