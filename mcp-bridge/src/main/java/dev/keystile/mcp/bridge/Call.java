package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Scope;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Method;

/** An admitted request. */
sealed interface Call {
    /** What came in. */
    McpRequest request();

    /** Its method. */
    Method method();

    /** With whose key it goes up. */
    Secret apiKey();

    /** For the log. */
    String name();

    /** Before whose upstream it is. */
    default Connector connector() {
        return request().resource().connector();
    }

    /** Whether what the body says decides. */
    default boolean judgedByBody() {
        return false;
    }

    /** One with an access token. */
    record Granted(McpRequest request, Method method, Access access) implements Call {
        @Override
        public Secret apiKey() {
            return access.apiKey();
        }

        @Override
        public String name() {
            return "connector=" + connector().id() + " grant=" + access.grant();
        }

        /** So it is when the token covers reading and nothing else. */
        @Override
        public boolean judgedByBody() {
            return method.equals(Method.POST) && !access.scope().covers(Scope.MCP);
        }
    }

    /**
     * One with an API key in place of a token, as before there was a gateway. The upstream alone
     * knows what that key may do, and nothing here is kept of it.
     *
     * @param passUserId whether the upstream is told who the caller says they are
     */
    record WithKey(McpRequest request, Method method, Secret apiKey, boolean passUserId)
            implements Call {
        @Override
        public String name() {
            return "connector=" + connector().id() + " with=api-key";
        }
    }
}
