package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON-RPC messages in an upstream's answer, which is JSON or an event stream. */
final class UpstreamMessages implements AutoCloseable {
    /** Most bytes of a message: it is held as a whole. */
    private static final int LONGEST = 16 << 20;

    private static final Logger LOGGER = System.getLogger(UpstreamMessages.class.getName());

    private final Call call;
    private final UpstreamAnswer answer;
    private final @Nullable EventReader events;
    private Optional<JsonObject> only;

    private UpstreamMessages(
            Call call,
            UpstreamAnswer answer,
            @Nullable EventReader events,
            Optional<JsonObject> only) {
        this.call = call;
        this.answer = answer;
        this.events = events;
        this.only = only;
    }

    /**
     * Begins to read; empty when the answer is for people or proxies, and can be handed on from its
     * beginning.
     */
    static Optional<UpstreamMessages> in(Call call, UpstreamAnswer answer) throws IOException {
        int status = answer.status();
        if (status == 200 && answer.isEventStream()) {
            return Optional.of(
                    new UpstreamMessages(
                            call,
                            answer,
                            new EventReader(answer.body(), LONGEST),
                            Optional.empty()));
        }
        if (!answer.mediaType().equals("application/json")
                || (status != 200 && (status < 400 || status >= 500))) {
            return Optional.empty();
        }
        return Json.object(answer.beginning(LONGEST))
                .filter(UpstreamMessages::answers)
                .map(message -> new UpstreamMessages(call, answer, null, Optional.of(message)));
    }

    /**
     * The next one; empty at the end, and when the stream breaks off. What is no message is
     * skipped.
     */
    Optional<JsonObject> next() throws IOException {
        if (events == null) {
            Optional<JsonObject> message = only;
            only = Optional.empty();
            return message;
        }
        try {
            return next(events);
        } catch (UpstreamException broken) {
            LOGGER.log(
                    Level.INFO,
                    () -> "mcp.stream-broken " + call.name() + " reason=" + broken.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> next(EventReader events) throws IOException {
        for (var data = events.next(); data.isPresent(); data = events.next()) {
            Optional<JsonObject> message = data.flatMap(Json::object);
            if (message.isPresent()) {
                return message;
            }
        }
        return Optional.empty();
    }

    /** The first that is an answer. */
    JsonObject answer() throws IOException {
        for (var message = next(); message.isPresent(); message = next()) {
            if (!message.get().containsKey("method")) {
                return message.get();
            }
        }
        return brokenOff();
    }

    /** The answer in the place of one that did not come. */
    JsonObject brokenOff() {
        return Translated.failure(
                JsonValue.NULL,
                RpcMessage.INTERNAL_ERROR,
                "The MCP server broke off before its answer.");
    }

    @Override
    public void close() {
        answer.close();
    }

    private static boolean answers(JsonObject message) {
        return message.get("result") instanceof JsonObject
                || message.getOrDefault("error", JsonValue.NULL) instanceof JsonObject;
    }
}
