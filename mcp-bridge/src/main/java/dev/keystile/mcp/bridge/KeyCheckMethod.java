package dev.keystile.mcp.bridge;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** How an upstream is asked whether it accepts an API key. */
public sealed interface KeyCheckMethod {
    /**
     * By a real MCP conversation that ends with the list of tools.
     *
     * @param tool called at last, for a server that looks at the key no sooner; null for none
     */
    record Probe(@Nullable ProbeTool tool) implements KeyCheckMethod {
        /** Without calling a tool. */
        public static final Probe PLAIN = new Probe(null);
    }

    /**
     * By a GET of a URL that says whose key it is.
     *
     * @param url http or https; it gets the key in the connector's header
     * @param owner where in the JSON answer the owner's user id stands, a JSON Pointer (RFC 6901)
     */
    record Whoami(URI url, String owner) implements KeyCheckMethod {
        /** Checks both. */
        public Whoami {
            if (url.getHost() == null || !String.valueOf(url.getScheme()).matches("https?")) {
                throw new IllegalArgumentException("expected an http or https URL");
            }
            if (!owner.matches("(/([^~]|~[01])*)+")) {
                throw new IllegalArgumentException("expected a JSON Pointer such as /user/id");
            }
        }
    }
}
