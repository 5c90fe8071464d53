package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;

/** Whether a request may go upstream, and with whose key. */
sealed interface Admission {
    /** It may. */
    record Admitted(Access access) implements Admission {}

    /** It may not; this is the answer. */
    record Refused(Reply reply) implements Admission {}
}
