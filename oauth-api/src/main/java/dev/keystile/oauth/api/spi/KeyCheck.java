package dev.keystile.oauth.api.spi;

import dev.keystile.oauth.api.Tool;
import dev.keystile.oauth.api.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an upstream says of an API key. */
public sealed interface KeyCheck {
    /**
     * The key works.
     *
     * @param owner whose key it is, where the upstream says so; null otherwise
     * @param checked whether this upstream is known to refuse wrong keys
     */
    record Accepted(@Nullable UserId owner, String serverName, List<Tool> tools, boolean checked)
            implements KeyCheck {
        /** Copies the list. */
        public Accepted {
            tools = List.copyOf(tools);
        }
    }

    /** The upstream refused it. */
    record Rejected() implements KeyCheck {}

    /**
     * No usable answer: down, slow, or not an MCP server.
     *
     * @param detail for the log; no secret
     */
    record Unavailable(String detail) implements KeyCheck {}
}
