package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;

/** What a client says of its session. */
sealed interface PresentedSession {
    /** Something that can go upstream. */
    sealed interface Usable extends PresentedSession {}

    /** Nothing. */
    record None() implements Usable {}

    /**
     * A session of its own.
     *
     * @param sealed as the client knows it
     * @param id as the upstream knows it
     */
    record Own(Secret sealed, Secret id) implements Usable {}

    /** An id that was never made for this grant, or was altered. */
    record Unknown() implements PresentedSession {}
}
