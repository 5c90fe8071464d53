package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.LegacySessions.Session;
import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;

/**
 * One request of a modern client at a legacy upstream. When the upstream asks something in the
 * middle of its answer, the client gets an incomplete result, and the rest of the answer is held
 * until the client comes back with what was asked.
 */
record ModernExchange(
        Call.Granted call,
        LegacyTalk talk,
        HeldCalls held,
        UniqueIds ids,
        JsonObject request,
        ClientMessages client) {
    private static final Logger LOGGER = System.getLogger(ModernExchange.class.getName());

    /** Requests that may have an incomplete result. */
    private static final Set<String> ASKING = Set.of("tools/call", "prompts/get", "resources/read");

    /** What the only question of an incomplete result is called. */
    private static final String QUESTION = "question";

    private static final String PROGRESS = "progressToken";

    Outcome answer(McpResponse response) throws IOException {
        String state = Json.string(RpcBody.params(request), "requestState");
        return state.isEmpty() ? begin(response) : goOn(state);
    }

    private Outcome begin(McpResponse response) throws IOException {
        String id = ids.next();
        try {
            return begin(id, response);
        } catch (InterruptedIOException gone) {
            // In this revision a client that leaves takes its call back.
            talk.takeBack(id);
            throw gone;
        }
    }

    private Outcome begin(String id, McpResponse response) throws IOException {
        return switch (talk.send(Translated.legacyRequest(request, id))) {
            case LegacyTalk.Sent.Refused(int status) -> ModernGreeting.refused(status);
            case LegacyTalk.Sent.Answered(Session session, UpstreamAnswer answer) ->
                    relay(session, answer, id, response);
        };
    }

    private Outcome relay(Session session, UpstreamAnswer answer, String id, McpResponse response)
            throws IOException {
        Optional<UpstreamMessages> messages = Optional.empty();
        try {
            if (answer.status() == 401) {
                return Outcome.KEY_REFUSED;
            }
            messages = UpstreamMessages.in(call, answer);
            if (messages.isEmpty()) {
                Relay.pass(call, answer, response);
                return Outcome.ANSWERED;
            }
        } finally {
            if (messages.isEmpty()) {
                answer.close();
            }
        }
        follow(new HeldCall(request, id, session, messages.get(), JsonValue.EMPTY_JSON_OBJECT));
        return Outcome.ANSWERED;
    }

    private Outcome goOn(String state) throws IOException {
        Optional<HeldCall> waiting = held.take(call, state);
        if (waiting.isEmpty() || !waiting.get().isOf(request)) {
            LOGGER.log(Level.INFO, () -> Questions.UNMATCHED + " " + call.name());
            waiting.ifPresent(HeldCall::close);
            client.answer(
                    400,
                    Translated.failure(
                            id(),
                            RpcMessage.INVALID_PARAMS,
                            "The requestState is of no call that waits here; call anew."));
            return Outcome.ANSWERED;
        }
        HeldCall before = waiting.get();
        JsonObject responses = Json.member(RpcBody.params(request), "inputResponses");
        if (!(responses.get(QUESTION) instanceof JsonObject result)) {
            return again(before);
        }
        JsonValue asked = before.question().getOrDefault("id", JsonValue.NULL);
        talk.tell(before.session(), Translated.result(asked, result));
        try {
            follow(before);
        } catch (InterruptedIOException gone) {
            talk.takeBack(before.id());
            throw gone;
        }
        return Outcome.ANSWERED;
    }

    /** The client came back without what was asked. */
    private Outcome again(HeldCall before) throws IOException {
        if (!hold(before)) {
            follow(before);
        }
        return Outcome.ANSWERED;
    }

    /** Hands on what comes, up to the answer or the next question. */
    private void follow(HeldCall upstream) throws IOException {
        boolean waits = false;
        try {
            waits = followed(upstream);
        } finally {
            if (!waits) {
                upstream.close();
            }
        }
    }

    /** Whether the call is held now. */
    private boolean followed(HeldCall upstream) throws IOException {
        UpstreamMessages messages = upstream.messages();
        for (var next = messages.next(); next.isPresent(); next = messages.next()) {
            JsonObject message = next.get();
            if (!message.containsKey("method")) {
                end(message);
                return false;
            }
            if (!RpcBody.isRequest(message)) {
                news(message);
            } else if (isForClient(message) && hold(upstream.asking(message))) {
                return true;
            } else if (!isForClient(message)) {
                talk.refuse(upstream.session(), message);
            }
        }
        end(messages.brokenOff());
        return false;
    }

    private boolean isForClient(JsonObject question) {
        return ASKING.contains(RpcBody.method(request))
                && talk.client().can(InputRequest.capability(question));
    }

    /** Whether there was room; else the upstream is told that nobody answers. */
    private boolean hold(HeldCall waiting) throws IOException {
        Optional<String> state = held.hold(call, ids.next(), waiting);
        if (state.isEmpty()) {
            talk.refuse(waiting.session(), waiting.question());
            return false;
        }
        JsonObjectBuilder result =
                Json.BUILD
                        .createObjectBuilder()
                        .add("resultType", "input_required")
                        .add(
                                "inputRequests",
                                Json.BUILD
                                        .createObjectBuilder()
                                        .add(QUESTION, InputRequest.forModern(waiting.question())))
                        .add("requestState", state.get());
        ask(state.get(), result.build());
        return true;
    }

    /** A client that does not hear it never comes back. */
    private void ask(String state, JsonObject result) throws IOException {
        try {
            client.answer(200, Translated.result(id(), result));
        } catch (IOException | RuntimeException gone) {
            held.take(call, state).ifPresent(HeldCall::close);
            throw gone;
        }
    }

    private void end(JsonObject answer) throws IOException {
        JsonObject modern = Translated.modernAnswer(answer, id(), RpcBody.method(request));
        client.answer(Translated.code(modern) == RpcMessage.METHOD_NOT_FOUND ? 404 : 200, modern);
    }

    /** Progress under the name that the client gave it last; log messages for those who ask. */
    private void news(JsonObject notification) throws IOException {
        JsonObject meta = Json.member(RpcBody.params(request), "_meta");
        switch (RpcBody.method(notification)) {
            case "notifications/progress" -> {
                if (meta.containsKey(PROGRESS)) {
                    client.send(progress(notification, meta.get(PROGRESS)));
                }
            }
            case "notifications/message" -> {
                String least = Json.string(meta, ClientDescription.LOG_LEVEL);
                String level = Json.string(RpcBody.params(notification), "level");
                if (LogLevels.reaches(level, least)) {
                    client.send(notification);
                }
            }
            default -> {}
        }
    }

    private static JsonObject progress(JsonObject notification, JsonValue token) {
        return Translated.with(
                notification,
                "params",
                Translated.with(RpcBody.params(notification), PROGRESS, token));
    }

    private JsonValue id() {
        return request.getOrDefault("id", JsonValue.NULL);
    }
}
