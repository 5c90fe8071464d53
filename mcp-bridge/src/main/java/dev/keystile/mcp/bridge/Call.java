package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.ToolPolicy;
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

    /** Which tools it may call. */
    ToolPolicy tools();

    /** Whether what the body says decides: not every tool may be called. */
    default boolean judgedByBody() {
        return method().equals(Method.POST) && tools().restricts();
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

        @Override
        public ToolPolicy tools() {
            return access.tools();
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

        @Override
        public ToolPolicy tools() {
            return new ToolPolicy.Everything();
        }
    }
}
