package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Answers clients that say what they are with every request (MCP since 2026-07-28) before an
 * upstream that wants to be told once, in {@code initialize} (until 2025-11-25).
 */
final class ModernClients implements AutoCloseable {
    private static final byte[] EMPTY = {};

    /** Requests of the other era alone. */
    private static final Set<String> UNKNOWN =
            Set.of(
                    "initialize",
                    "ping",
                    "logging/setLevel",
                    "resources/subscribe",
                    "resources/unsubscribe");

    private final LegacySessions sessions;
    private final SessionRequests upstream;
    private final HeldCalls held;
    private final UniqueIds ids;

    ModernClients(
            LegacySessions sessions, SessionRequests upstream, HeldCalls held, UniqueIds ids) {
        this.sessions = sessions;
        this.upstream = upstream;
        this.held = held;
        this.ids = ids;
    }

    Outcome answer(Call.Granted call, byte[] body, McpResponse response) throws IOException {
        Optional<JsonObject> message =
                Json.object(body).filter(object -> object.containsKey("method"));
        if (message.isEmpty()) {
            Reply.rpcError(400, RpcBody.INVALID_REQUEST, "Send one JSON-RPC request.", body)
                    .sendTo(response, "POST");
            return Outcome.ANSWERED;
        }
        if (!RpcBody.isRequest(message.get())) {
            // Clients of this revision have nothing to tell an upstream.
            response.send(202, Map.of(), EMPTY);
            return Outcome.ANSWERED;
        }
        Optional<Reply> problem = new ModernRequest(call, message.get()).problem();
        if (problem.isPresent()) {
            problem.get().sendTo(response, "POST");
            return Outcome.ANSWERED;
        }
        return request(call, message.get(), response);
    }

    /** Ends calls that have waited for their clients too long. */
    void endLate() {
        held.endLate();
    }

    /** Ends the calls that wait for their clients. */
    @Override
    public void close() {
        held.close();
    }

    private Outcome request(Call.Granted call, JsonObject request, McpResponse response)
            throws IOException {
        ClientMessages client = ClientMessages.to(call, response);
        var talk = new LegacyTalk(call, description(request), sessions, upstream);
        String method = RpcBody.method(request);
        if (method.equals("server/discover")) {
            return new ModernGreeting(call, talk, sessions).answer(request, client);
        }
        if (method.equals("subscriptions/listen")) {
            return new ModernListening(call, talk, ids).answer(request, client, response);
        }
        if (UNKNOWN.contains(method)) {
            JsonValue id = request.getOrDefault("id", JsonValue.NULL);
            client.answer(
                    404, Translated.failure(id, RpcMessage.METHOD_NOT_FOUND, "Method not found"));
            return Outcome.ANSWERED;
        }
        return new ModernExchange(call, talk, held, ids, request, client).answer(response);
    }

    private static ClientDescription description(JsonObject request) {
        return ClientDescription.ofMeta(Json.member(RpcBody.params(request), "_meta"));
    }
}
