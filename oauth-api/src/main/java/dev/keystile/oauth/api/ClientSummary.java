package dev.keystile.oauth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client as an operator sees it; all but the id is its own claim.
 *
 * @param name null when it gave none, or nothing is known of it
 * @param authMethod how it proves itself
 * @param since when it was registered, its document read, or it was blocked
 * @param ends when it is forgotten if nobody uses it; null for one that a document describes
 */
public record ClientSummary(
        ClientId id,
        @Nullable String name,
        List<String> redirectUris,
        String authMethod,
        Instant since,
        @Nullable Instant ends,
        State state) {
    /** Copies the list. */
    public ClientSummary {
        redirectUris = List.copyOf(redirectUris);
    }

    /** What it is. */
    public enum State {
        /** Registered here. */
        REGISTERED,
        /** Described by a document of its own. */
        DESCRIBED,
        /** Described by a document, and not let in. */
        BLOCKED
    }
}
