package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Connector;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import dev.keystile.oauth.api.spi.KeyCheck;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One check of a key in the way that its connector says; for one thread at a time. */
record KeyInquiry(Connector connector, UpstreamClient client, McpCaller caller) {
    KeyCheck run(Secret apiKey, @Nullable UserId user) throws IOException {
        return switch (client.settings().keyCheck()) {
            case KeyCheckMethod.Probe(ProbeTool tool) -> probe(tool);
            case KeyCheckMethod.Whoami whoami ->
                    named(new WhoamiCheck(connector, client, whoami).ask(apiKey), user);
        };
    }

    /**
     * The owner counts; the MCP server is asked for the tools, and may still refuse the key. A key
     * of another than the URL's user goes no further.
     */
    private KeyCheck named(KeyCheck check, @Nullable UserId user) throws IOException {
        UserId owner = check instanceof KeyCheck.Accepted accepted ? accepted.owner() : null;
        if (owner == null || (user != null && !user.equals(owner))) {
            return check;
        }
        caller.user(owner);
        return switch (tools()) {
            case KeyCheck.Accepted(_, String serverName, var tools, _) ->
                    new KeyCheck.Accepted(owner, serverName, tools, false);
            case KeyCheck.Rejected rejected -> rejected;
            case KeyCheck.Unavailable _ -> check;
        };
    }

    private KeyCheck tools() throws IOException {
        try {
            return probe(null);
        } catch (UpstreamException failed) {
            return new KeyCheck.Unavailable(String.valueOf(failed.getMessage()));
        }
    }

    private KeyCheck probe(@Nullable ProbeTool tool) throws IOException {
        return new McpProbe(connector, caller, tool, client.settings().handling().tools()).run();
    }
}
