package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request of a legacy client at a modern upstream. When the upstream needs something of the
 * client first, the client is asked on the stream of its call, and the request goes up once more
 * with what it answered.
 */
record LegacyExchange(
        Call.Granted call,
        ClientHandles.Sender.Known sender,
        SessionRequests upstream,
        Questions questions,
        ClientMessages client) {
    private static final Logger LOGGER = System.getLogger(LegacyExchange.class.getName());

    /** How often an upstream may ask in one call. */
    private static final int MOST_ROUNDS = 16;

    Outcome answer(JsonObject request, McpResponse response) throws IOException {
        JsonValue id = request.getOrDefault("id", JsonValue.NULL);
        ClientDescription described =
                client.takesStreams() ? sender.client() : sender.client().withoutQuestions();
        JsonObject asked = Translated.modernRequest(request, described, sender.level());
        for (int round = 1; round <= MOST_ROUNDS; round++) {
            Step step = step(asked, response);
            if (step instanceof Step.Over(Outcome outcome)) {
                return outcome;
            }
            JsonObject answer = ((Step.Answered) step).answer();
            JsonObject result = Json.member(answer, "result");
            if (!Json.string(result, "resultType").equals("input_required")) {
                client.answer(200, Translated.legacyAnswer(answer, id));
                return Outcome.ANSWERED;
            }
            Inputs inputs = inputs(Json.member(result, "inputRequests"));
            if (inputs.failure() != null) {
                client.answer(200, RpcMessage.failure(id, inputs.failure()));
                return Outcome.ANSWERED;
            }
            asked = again(request, described, result, inputs.responses(), round);
        }
        client.answer(
                200,
                Translated.failure(
                        id, RpcMessage.INTERNAL_ERROR, "The MCP server asks again and again."));
        return Outcome.ANSWERED;
    }

    /** What came of sending a request up once. */
    private sealed interface Step {
        record Answered(JsonObject answer) implements Step {}

        record Over(Outcome outcome) implements Step {}
    }

    /** What is no message goes to the client as it is, unless that has got some already. */
    private Step step(JsonObject request, McpResponse response) throws IOException {
        try (UpstreamAnswer head = send(request)) {
            Optional<UpstreamMessages> messages = UpstreamMessages.in(call, head);
            if (messages.isPresent() && head.status() != 401) {
                return new Step.Answered(last(messages.get()));
            }
            if (client.begun()) {
                return new Step.Answered(failure("status " + head.status()));
            }
            if (head.status() == 401) {
                return new Step.Over(Outcome.KEY_REFUSED);
            }
            Relay.pass(call, head, response);
            return new Step.Over(Outcome.ANSWERED);
        } catch (UpstreamException failed) {
            if (!client.begun()) {
                throw failed;
            }
            return new Step.Answered(failure(String.valueOf(failed.getMessage())));
        }
    }

    private JsonObject failure(String reason) {
        LOGGER.log(Level.WARNING, () -> "mcp.upstream-failed " + call.name() + " reason=" + reason);
        return Translated.failure(
                JsonValue.NULL,
                RpcMessage.INTERNAL_ERROR,
                "The MCP server gave no usable answer to what it had asked for.");
    }

    private UpstreamAnswer send(JsonObject request) throws IOException {
        return upstream.send(OtherEra.modern(call, request), null, Json.bytes(request));
    }

    /** Hands on what comes before the answer. */
    private JsonObject last(UpstreamMessages messages) throws IOException {
        for (var message = messages.next(); message.isPresent(); message = messages.next()) {
            if (!message.get().containsKey("method")) {
                return message.get();
            }
            client.send(message.get());
        }
        return messages.brokenOff();
    }

    /** What the client answered to all questions; a failure in its place. */
    private record Inputs(JsonObject responses, @Nullable JsonObject failure) {}

    private Inputs inputs(JsonObject questionsByKey) throws IOException {
        JsonObjectBuilder responses = Json.BUILD.createObjectBuilder();
        for (Map.Entry<String, JsonValue> each : questionsByKey.entrySet()) {
            JsonObject question = InputRequest.forLegacy(each.getValue(), each.getKey());
            if (!client.takesStreams() || !sender.client().can(InputRequest.capability(question))) {
                return failed("The client cannot be asked for what the MCP server needs.");
            }
            Optional<JsonObject> answer = questions.ask(call.access().grant(), question, client);
            if (answer.isEmpty()) {
                return failed("The client did not answer what the MCP server asks.");
            }
            if (!(answer.get().get("result") instanceof JsonObject result)) {
                return new Inputs(JsonValue.EMPTY_JSON_OBJECT, Json.member(answer.get(), "error"));
            }
            responses.add(each.getKey(), result);
        }
        return new Inputs(responses.build(), null);
    }

    private static Inputs failed(String message) {
        return new Inputs(
                JsonValue.EMPTY_JSON_OBJECT, RpcMessage.error(RpcMessage.INTERNAL_ERROR, message));
    }

    private JsonObject again(
            JsonObject request,
            ClientDescription described,
            JsonObject required,
            JsonObject responses,
            int round) {
        JsonObjectBuilder params = Json.BUILD.createObjectBuilder(RpcBody.params(request));
        if (!responses.isEmpty()) {
            params.add("inputResponses", responses);
        }
        if (required.containsKey("requestState")) {
            params.add("requestState", required.get("requestState"));
        }
        JsonObject repeated =
                Json.BUILD
                        .createObjectBuilder(request)
                        .add("id", "keystile-" + round)
                        .add("params", params)
                        .build();
        return Translated.modernRequest(repeated, described, sender.level());
    }
}
