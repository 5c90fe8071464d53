package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends requests upstream with the key, the user and the client of a call. */
@FunctionalInterface
interface SessionRequests {
    /**
     * Sends one and reads the head of the answer.
     *
     * @param session as the upstream knows it; null for none
     */
    UpstreamAnswer send(Call.Granted call, @Nullable Secret session, byte[] body)
            throws IOException;
}
