package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import io.helidon.http.Method;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of upstreams (MCP until 2025-11-25). A client is told its session sealed for its
 * grant, and whoever sends that back manages the session alone. For a client that never sends it
 * back, the grant's latest session is remembered and sent with its requests, and when the upstream
 * knows it no longer, or asks for one, another is opened and the request is sent again, once. An
 * upstream without sessions sees none of this.
 */
final class SessionBridge {
    /** The event that a session could not be taken down. */
    static final String UNREMEMBERED = "mcp.session-unremembered";

    private final UpstreamSessions sessions;
    private final SessionRequests upstream;
    private final SessionRecovery recovery;

    SessionBridge(UpstreamSessions sessions, SessionRequests upstream) {
        this.sessions = sessions;
        this.upstream = upstream;
        this.recovery = new SessionRecovery(sessions, new SessionOpening(upstream));
    }

    /** What a request says of its session. */
    PresentedSession presented(Call.Granted call) {
        List<String> values =
                call.request().headers().values(McpHeaders.SESSION_ID.lowerCase()).stream()
                        .filter(value -> !value.isBlank())
                        .toList();
        if (values.isEmpty()) {
            return new PresentedSession.None();
        }
        Access access = call.access();
        Secret sealed = Secret.of(String.join(", ", values));
        return sessions.open(access.grant(), call.connector().id(), sealed)
                .<PresentedSession>map(id -> new PresentedSession.Own(sealed, id))
                .orElseGet(() ->
                        // There are no sessions in that revision, and the field is ignored.
                        isModern(call)
                                ? new PresentedSession.None()
                                : new PresentedSession.Unknown());
    }

    /**
     * Sends a request upstream.
     *
     * @throws StoreUnavailableException when nobody can tell which session the grant has
     */
    SessionExchange send(Call.Granted call, PresentedSession.Usable presented, byte[] body)
            throws IOException {
        return switch (presented) {
            case PresentedSession.Own own -> sendWith(own, call, body);
            case PresentedSession.None _ ->
                    isBridged(call)
                            ? sendWithout(call, body)
                            : exchange(call, upstream.send(call, null, body), null);
        };
    }

    private SessionExchange sendWith(PresentedSession.Own own, Call.Granted call, byte[] body)
            throws IOException {
        UpstreamAnswer answer = upstream.send(call, own.id(), body);
        if (call.method().equals(Method.DELETE) && isGone(answer.status())) {
            QuietWrite.of(
                    call, UNREMEMBERED, () -> sessions.forget(call.access().grant(), own.id()));
        }
        Optional<Secret> named = SessionOpening.session(answer);
        return named.equals(Optional.of(own.id()))
                ? new SessionExchange(answer, own.sealed())
                : exchange(call, answer, null);
    }

    private SessionExchange sendWithout(Call.Granted call, byte[] body) throws IOException {
        SessionMessage message = new SessionMessage(body);
        Optional<Secret> latest =
                remembered(sessions, call.access().grant()).map(UpstreamSession::id);
        Secret attached = latest.filter(_ -> !message.needsNone()).orElse(null);
        UpstreamAnswer answer = upstream.send(call, attached, body);
        Secret other = other(call, message, attached, answer);
        if (other != null) {
            answer.close();
            return exchange(call, upstream.send(call, other, body), other);
        }
        if (answer.status() < 300) {
            note(call, message, body, latest, SessionOpening.session(answer));
        }
        return exchange(call, answer, attached);
    }

    /**
     * The grant's latest session. None while the store is away: most upstreams need none, and one
     * that does will say so.
     */
    static Optional<UpstreamSession> remembered(UpstreamSessions sessions, GrantId grant) {
        try {
            return sessions.remembered(grant);
        } catch (StoreUnavailableException away) {
            return Optional.empty();
        }
    }

    /**
     * The session to send the request with once more; null when the answer is good for the client.
     */
    private @Nullable Secret other(
            Call.Granted call,
            SessionMessage message,
            @Nullable Secret attached,
            UpstreamAnswer answer)
            throws IOException {
        try {
            return LostSession.in(answer, attached != null) && !message.needsNone()
                    ? recovery.another(call, attached).map(UpstreamSession::id).orElse(null)
                    : null;
        } catch (IOException | RuntimeException failed) {
            answer.close();
            throw failed;
        }
    }

    /** Remembers the session that a client opened; forgets an old one when there are none now. */
    private void note(
            Call.Granted call,
            SessionMessage message,
            byte[] body,
            Optional<Secret> latest,
            Optional<Secret> named) {
        if ((named.isEmpty() && latest.isEmpty()) || !message.isInitialize()) {
            return;
        }
        GrantId grant = call.access().grant();
        QuietWrite.of(
                call,
                UNREMEMBERED,
                () ->
                        named.ifPresentOrElse(
                                id ->
                                        sessions.remember(
                                                grant,
                                                new UpstreamSession(
                                                        id, SessionOpening.words(call, body))),
                                () -> latest.ifPresent(id -> sessions.forget(grant, id))));
    }

    private SessionExchange exchange(
            Call.Granted call, UpstreamAnswer answer, @Nullable Secret attached) {
        Access access = call.access();
        return new SessionExchange(
                answer,
                SessionOpening.session(answer)
                        .filter(id -> !Objects.equals(id, attached))
                        .map(id -> sessions.seal(access.grant(), call.connector().id(), id))
                        .orElse(null));
    }

    private static boolean isBridged(Call.Granted call) {
        boolean carries = call.method().equals(Method.POST) || call.method().equals(Method.GET);
        return carries && !isModern(call);
    }

    /** Whether the fields of a request say that it is of a revision without sessions. */
    static boolean isModern(Call.Granted call) {
        HeaderFields headers = call.request().headers();
        return !headers.values(McpHeaders.METHOD.lowerCase()).isEmpty()
                || headers.values(McpHeaders.PROTOCOL_VERSION.lowerCase()).stream()
                        .anyMatch(SessionMessage::isModern);
    }

    private static boolean isGone(int status) {
        return (status >= 200 && status < 300) || status == 404;
    }
}
