package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a grant another session in the place of a lost one. Whatever number of requests miss the
 * same session, here and on other nodes, they go on in the same other one.
 */
final class SessionRecovery {
    private static final Logger LOGGER = System.getLogger(SessionRecovery.class.getName());

    private final UpstreamSessions sessions;
    private final SessionOpening opening;
    private final SharedWork<Loss, Optional<UpstreamSession>> underWay = new SharedWork<>();

    SessionRecovery(UpstreamSessions sessions, SessionOpening opening) {
        this.sessions = sessions;
        this.opening = opening;
    }

    /** What is missed: the session that was lost, or any at all. */
    private record Loss(GrantId grant, @Nullable Secret session) {}

    /**
     * A session that others opened meanwhile, or a new one; empty when the upstream opens none.
     *
     * @param lost the id of the session that was sent; null when none was
     */
    Optional<UpstreamSession> another(Call.Granted call, @Nullable Secret lost) throws IOException {
        GrantId grant = call.access().grant();
        return underWay.run(
                new Loss(grant, lost),
                () -> {
                    Optional<UpstreamSession> latest = sessions.latest(grant);
                    return latest.filter(session -> !Objects.equals(session.id(), lost)).isPresent()
                            ? latest
                            : open(call, latest);
                });
    }

    private Optional<UpstreamSession> open(Call.Granted call, Optional<UpstreamSession> lost)
            throws IOException {
        String words =
                lost.map(UpstreamSession::opening).orElseGet(() -> SessionOpening.words(call));
        return switch (opening.open(call.access(), words)) {
            case SessionOpening.Outcome.Opened(Secret id, _) ->
                    Optional.of(opened(call, lost, new UpstreamSession(id, words)));
            case SessionOpening.Outcome.Sessionless _ -> {
                lost.ifPresent(gone -> sessions.forget(call.access().grant(), gone.id()));
                yield Optional.empty();
            }
            case SessionOpening.Outcome.Refused _ -> Optional.empty();
        };
    }

    private UpstreamSession opened(
            Call.Granted call, Optional<UpstreamSession> lost, UpstreamSession opened) {
        UpstreamSession stands =
                sessions.replace(
                        call.access().grant(), lost.map(UpstreamSession::id).orElse(null), opened);
        LOGGER.log(
                Level.INFO,
                () -> "mcp.session-opened " + call.name() + " lost=" + lost.isPresent());
        if (!stands.id().equals(opened.id())) {
            opening.end(call, opened.id());
        }
        return stands;
    }
}
