package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's answer.
 *
 * @param told the session as the client may know it; null when there is nothing to tell
 */
record SessionExchange(UpstreamAnswer answer, @Nullable Secret told) implements AutoCloseable {
    /** An answer whose session the client may know as it is. */
    static SessionExchange open(UpstreamAnswer answer) {
        return new SessionExchange(answer, SessionOpening.session(answer).orElse(null));
    }

    /** Where the answer goes. */
    McpResponse to(McpResponse response) {
        return told == null ? response : FurtherFields.of(response, told);
    }

    @Override
    public void close() {
        answer.close();
    }
}
