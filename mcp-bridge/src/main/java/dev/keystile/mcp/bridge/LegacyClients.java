package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.Translation.Outcome;
import io.helidon.http.Method;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;

/**
 * Answers clients that begin with {@code initialize} (MCP until 2025-11-25) before an upstream that
 * knows no such beginning (since 2026-07-28).
 */
final class LegacyClients {
    private static final Logger LOGGER = System.getLogger(LegacyClients.class.getName());
    private static final byte[] EMPTY = {};

    private final ClientHandles handles;
    private final SessionRequests upstream;
    private final Questions questions;
    private final RunningCalls running = new RunningCalls();

    LegacyClients(ClientHandles handles, SessionRequests upstream, UniqueIds ids) {
        this.handles = handles;
        this.upstream = upstream;
        this.questions = new Questions(ids);
    }

    Outcome answer(Call.Granted call, byte[] body, McpResponse response) throws IOException {
        return switch (handles.sender(call)) {
            case ClientHandles.Sender.Known sender -> answer(call, sender, body, response);
            case ClientHandles.Sender.Unknown _ ->
                    MessageGlance.at(body).method().equals("initialize")
                            ? answer(call, nobody(), body, response)
                            : reply(SessionReplies.unknown(call.request(), body), call, response);
        };
    }

    private Outcome answer(
            Call.Granted call, ClientHandles.Sender.Known sender, byte[] body, McpResponse response)
            throws IOException {
        if (call.method().equals(Method.GET)) {
            return new LegacyListening(call, sender, upstream).answer(response);
        }
        if (call.method().equals(Method.DELETE)) {
            handles.end(call);
            response.send(204, Map.of(), EMPTY);
            return Outcome.ANSWERED;
        }
        Optional<JsonObject> message = Json.object(body);
        return message.isPresent()
                ? post(call, sender, message.get(), response)
                : reply(unreadable(body), call, response);
    }

    private Outcome post(
            Call.Granted call,
            ClientHandles.Sender.Known sender,
            JsonObject message,
            McpResponse response)
            throws IOException {
        if (!message.containsKey("method")) {
            boolean asked = questions.answered(call.access().grant(), message);
            if (!asked) {
                LOGGER.log(Level.INFO, () -> Questions.UNMATCHED + " " + call.name());
            }
            return accepted(response, asked ? 202 : 400);
        }
        if (!RpcBody.isRequest(message)) {
            if (RpcBody.method(message).equals("notifications/cancelled")) {
                running.cancel(call.access().grant(), sender.session(), message);
            }
            return accepted(response, 202);
        }
        return request(call, sender, message, response);
    }

    private Outcome request(
            Call.Granted call,
            ClientHandles.Sender.Known sender,
            JsonObject request,
            McpResponse response)
            throws IOException {
        JsonValue id = request.getOrDefault("id", JsonValue.NULL);
        ClientMessages client = ClientMessages.to(call, response);
        switch (RpcBody.method(request)) {
            case "initialize" -> {
                return new LegacyGreeting(call, handles, upstream).answer(request, response);
            }
            case "ping" -> client.answer(200, Translated.result(id, JsonValue.EMPTY_JSON_OBJECT));
            case "logging/setLevel" -> client.answer(200, level(call, sender, request, id));
            case "resources/subscribe", "resources/unsubscribe" ->
                    client.answer(
                            200,
                            Translated.failure(
                                    id, RpcMessage.METHOD_NOT_FOUND, "Not translated here."));
            default -> {
                return running.run(
                        call.access().grant(),
                        sender.session(),
                        id,
                        () ->
                                new LegacyExchange(call, sender, upstream, questions, client)
                                        .answer(request, response));
            }
        }
        return Outcome.ANSWERED;
    }

    private JsonObject level(
            Call.Granted call,
            ClientHandles.Sender.Known sender,
            JsonObject request,
            JsonValue id) {
        String level = Json.string(RpcBody.params(request), "level");
        if (!LogLevels.isKnown(level)) {
            return Translated.failure(id, RpcMessage.INVALID_PARAMS, "No such level.");
        }
        handles.level(call, sender.client(), level);
        return Translated.result(id, JsonValue.EMPTY_JSON_OBJECT);
    }

    private static ClientHandles.Sender.Known nobody() {
        return new ClientHandles.Sender.Known(
                ClientDescription.of(JsonValue.EMPTY_JSON_OBJECT), "", "");
    }

    private static Outcome accepted(McpResponse response, int status) throws IOException {
        response.send(status, Map.of(), EMPTY);
        return Outcome.ANSWERED;
    }

    private static Outcome reply(Reply reply, Call call, McpResponse response) throws IOException {
        reply.sendTo(response, call.request().method());
        return Outcome.ANSWERED;
    }

    private static Reply unreadable(byte[] body) {
        return Reply.rpcError(
                400,
                RpcBody.INVALID_REQUEST,
                "Send one JSON-RPC message; batches are not translated.",
                body);
    }
}
