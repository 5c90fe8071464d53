package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.LegacySessions.Opening;
import dev.keystile.mcp.bridge.LegacySessions.Session;
import io.helidon.http.Method;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** What is said to a legacy upstream for one request of a modern client. */
record LegacyTalk(
        Call.Granted call,
        ClientDescription client,
        LegacySessions sessions,
        SessionRequests upstream) {
    private static final Logger LOGGER = System.getLogger(LegacyTalk.class.getName());
    private static final byte[] EMPTY = {};

    /** How long an upstream has to be told that its answer is awaited no more. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** Something sent in a session. */
    sealed interface Sent {
        /** The upstream answered. */
        record Answered(Session session, UpstreamAnswer answer) implements Sent {}

        /**
         * It opens no session.
         *
         * @param status of what it answered instead
         */
        record Refused(int status) implements Sent {}
    }

    /** Sends a request in the client's session, or once more in another if that one is lost. */
    Sent send(JsonObject request) throws IOException {
        return send(Method.POST, Json.bytes(request));
    }

    /** Opens the stream of a session. */
    Sent listen() throws IOException {
        return send(Method.GET, EMPTY);
    }

    /** Tells the upstream something that it does not answer, or answers it. */
    void tell(Session session, JsonObject message) {
        try {
            send(session, Method.POST, Json.bytes(message)).close();
        } catch (IOException failed) {
            untold(failed);
        }
    }

    private void untold(IOException failed) {
        LOGGER.log(
                Level.DEBUG,
                () -> "mcp.upstream-untold " + call.name() + " reason=" + failed.getMessage());
    }

    /** Takes a request back, though the call that it was made for is over; not for long. */
    void takeBack(String id) {
        JsonObject params = Json.BUILD.createObjectBuilder().add("requestId", id).build();
        JsonObject message = RpcMessage.of("notifications/cancelled").add("params", params).build();
        try {
            boolean _ = Cutoff.uncut(PATIENCE, () -> told(message));
        } catch (IOException failed) {
            untold(failed);
        }
    }

    private boolean told(JsonObject message) throws IOException {
        if (sessions.of(call, client) instanceof Opening.Open(Session session)) {
            send(session, Method.POST, Json.bytes(message)).close();
        }
        return true;
    }

    /** Answers what only a server that can be spoken with freely may ask. */
    void refuse(Session session, JsonObject question) {
        JsonValue id = question.getOrDefault("id", JsonValue.NULL);
        tell(
                session,
                RpcBody.method(question).equals("ping")
                        ? Translated.result(id, JsonValue.EMPTY_JSON_OBJECT)
                        : Translated.failure(
                                id, RpcMessage.METHOD_NOT_FOUND, "The client cannot be asked."));
    }

    /** Asks for something small; what comes has a result when it is granted. */
    JsonObject ask(Session session, String method, JsonObject params, String id)
            throws IOException {
        JsonObject request = RpcMessage.of(method).add("id", id).add("params", params).build();
        try (UpstreamAnswer answer = send(session, Method.POST, Json.bytes(request))) {
            Optional<UpstreamMessages> messages = UpstreamMessages.in(call, answer);
            return messages.isPresent() ? messages.get().answer() : JsonValue.EMPTY_JSON_OBJECT;
        }
    }

    private Sent send(Method method, byte[] body) throws IOException {
        return switch (sessions.of(call, client)) {
            case Opening.Refused(int status) -> new Sent.Refused(status);
            case Opening.Open(Session session) -> {
                UpstreamAnswer answer = send(session, method, body);
                yield isLost(session, answer)
                        ? again(session, answer, method, body)
                        : new Sent.Answered(session, answer);
            }
        };
    }

    private static boolean isLost(Session session, UpstreamAnswer answer) throws IOException {
        try {
            return LostSession.in(answer, session.id() != null);
        } catch (IOException | RuntimeException failed) {
            answer.close();
            throw failed;
        }
    }

    private Sent again(Session lost, UpstreamAnswer answer, Method method, byte[] body)
            throws IOException {
        answer.close();
        return switch (sessions.another(call, client, lost)) {
            case Opening.Refused(int status) -> new Sent.Refused(status);
            case Opening.Open(Session session) ->
                    new Sent.Answered(session, send(session, method, body));
        };
    }

    private UpstreamAnswer send(Session session, Method method, byte[] body) throws IOException {
        return upstream.send(OtherEra.legacy(call, method, session.version()), session.id(), body);
    }
}
