package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A grant as an operator sees it.
 *
 * @param clientName as the client calls itself; null when that is not known
 * @param connector null when the account is gone
 * @param user whose account it is; null when it is gone
 * @param why it is over; empty while it is not
 * @param ends when it ends if it is not used
 * @param lastUse null when it never was; another node's calls of the last minute may be missing
 * @param calls how often it was used; the same
 */
public record GrantSummary(
        GrantId id,
        AccountId account,
        ClientId client,
        @Nullable String clientName,
        @Nullable ConnectorId connector,
        @Nullable String user,
        String resource,
        Scope scope,
        ToolPolicy tools,
        State state,
        String why,
        Instant since,
        Instant ends,
        @Nullable Instant lastUse,
        long calls) {
    /** How it is. */
    public enum State {
        /** Its code was not redeemed yet. */
        PENDING,
        /** Its tokens work. */
        ACTIVE,
        /** They would, if the upstream took the API key. */
        KEY_DEAD,
        /** Nothing of it works any more. */
        OVER
    }
}
