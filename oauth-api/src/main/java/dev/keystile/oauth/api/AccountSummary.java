package dev.keystile.oauth.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account as an operator sees it: an API key in use by somebody at a connector.
 *
 * @param user the user id, else the pseudonym
 * @param identity what the user id is worth
 * @param key what the API key is called by; gives nothing of it away
 * @param since when it was opened
 * @param ends when it is forgotten if nobody uses it
 * @param keyDeadSince when the upstream was found to take the key no more; null while it does
 * @param grants of which some may be over
 */
public record AccountSummary(
        AccountId id,
        ConnectorId connector,
        String user,
        Identified identity,
        String key,
        Instant since,
        Instant ends,
        @Nullable Instant keyDeadSince,
        List<GrantId> grants) {
    /** Copies the list. */
    public AccountSummary {
        grants = List.copyOf(grants);
    }

    /** What a user id is worth. */
    public enum Identified {
        /** The upstream vouches for it. */
        PROVEN,
        /** The URL says so. */
        CLAIMED,
        /** There is none: it is a random name. */
        PSEUDONYM
    }
}
