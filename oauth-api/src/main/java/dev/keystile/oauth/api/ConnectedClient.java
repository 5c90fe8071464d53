package dev.keystile.oauth.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A client that is connected with a person's API key.
 *
 * @param who who may do what where; its resource is null when no connector has that URL any more
 * @param tools what was chosen; the scope narrows it
 * @param since when it was allowed
 * @param lastUse when it called last; null when it never did
 * @param calls how often it called; another node's calls of the last minute may be missing in both
 */
public record ConnectedClient(
        GrantId grant,
        ConsentSubject who,
        ToolPolicy tools,
        Instant since,
        @Nullable Instant lastUse,
        long calls) {}
