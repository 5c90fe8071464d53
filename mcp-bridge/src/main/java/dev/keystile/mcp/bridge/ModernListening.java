package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.LegacySessions.Session;
import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** A subscription of a modern client, from the stream that a legacy upstream opens with GET. */
record ModernListening(Call.Granted call, LegacyTalk talk, UniqueIds ids) {
    private static final int MOST_RESOURCES = 100;

    private static final Map<String, String> LISTS =
            Map.of(
                    "toolsListChanged", "notifications/tools/list_changed",
                    "promptsListChanged", "notifications/prompts/list_changed",
                    "resourcesListChanged", "notifications/resources/list_changed");

    /** An upstream without such a stream has nothing to subscribe to. */
    Outcome answer(JsonObject request, ClientMessages client, McpResponse response)
            throws IOException {
        return switch (talk.listen()) {
            case LegacyTalk.Sent.Refused(int status) -> ModernGreeting.refused(status);
            case LegacyTalk.Sent.Answered(Session session, UpstreamAnswer answer) -> {
                try (answer) {
                    yield answer(request, session, answer, client, response);
                }
            }
        };
    }

    private Outcome answer(
            JsonObject request,
            Session session,
            UpstreamAnswer answer,
            ClientMessages client,
            McpResponse response)
            throws IOException {
        JsonValue id = request.getOrDefault("id", JsonValue.NULL);
        if (answer.status() == 401) {
            return Outcome.KEY_REFUSED;
        }
        if (answer.status() == 200 && answer.isEventStream()) {
            relay(id, honoured(request, session), session, answer, client);
        } else if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
            client.answer(
                    404, Translated.failure(id, RpcMessage.METHOD_NOT_FOUND, "Method not found"));
        } else {
            Relay.pass(call, answer, response);
        }
        return Outcome.ANSWERED;
    }

    private void relay(
            JsonValue id,
            JsonObject honoured,
            Session session,
            UpstreamAnswer answer,
            ClientMessages client)
            throws IOException {
        JsonObject acknowledged =
                RpcMessage.of("notifications/subscriptions/acknowledged")
                        .add(
                                "params",
                                Json.BUILD.createObjectBuilder().add("notifications", honoured))
                        .build();
        client.open();
        client.send(Translated.subscribed(acknowledged, id));
        UpstreamMessages messages = UpstreamMessages.in(call, answer).orElseThrow();
        for (var next = messages.next(); next.isPresent(); next = messages.next()) {
            JsonObject message = next.get();
            if (RpcBody.isRequest(message)) {
                talk.refuse(session, message);
            } else if (isWanted(message, honoured)) {
                client.send(Translated.subscribed(message, id));
            }
        }
        client.answer(200, over(id));
    }

    private static JsonObject over(JsonValue id) {
        JsonObject meta =
                Json.BUILD.createObjectBuilder().add(McpProbe.META + "subscriptionId", id).build();
        JsonObject result =
                Json.BUILD
                        .createObjectBuilder()
                        .add("resultType", "complete")
                        .add("_meta", meta)
                        .build();
        return Translated.result(id, result);
    }

    /** Of what is asked for, what there is; resources are subscribed to one by one. */
    private JsonObject honoured(JsonObject request, Session session) throws IOException {
        JsonObject wanted = Json.member(RpcBody.params(request), "notifications");
        JsonObjectBuilder honoured = Json.BUILD.createObjectBuilder();
        LISTS.keySet().stream()
                .filter(list -> JsonValue.TRUE.equals(wanted.get(list)))
                .forEach(list -> honoured.add(list, true));
        Set<String> resources = new LinkedHashSet<>();
        for (String uri : uris(wanted)) {
            JsonObject params = Json.BUILD.createObjectBuilder().add("uri", uri).build();
            if (resources.size() < MOST_RESOURCES
                    && talk.ask(session, "resources/subscribe", params, ids.next())
                            .containsKey("result")) {
                resources.add(uri);
            }
        }
        if (!resources.isEmpty()) {
            honoured.add("resourceSubscriptions", Json.BUILD.createArrayBuilder(resources));
        }
        return honoured.build();
    }

    private static boolean isWanted(JsonObject notification, JsonObject honoured) {
        String method = RpcBody.method(notification);
        return method.equals("notifications/resources/updated")
                ? uris(honoured).contains(Json.string(RpcBody.params(notification), "uri"))
                : LISTS.entrySet().stream()
                        .anyMatch(list ->
                                list.getValue().equals(method)
                                        && honoured.containsKey(list.getKey()));
    }

    private static Set<String> uris(JsonObject notifications) {
        Set<String> uris = new LinkedHashSet<>();
        if (notifications.get("resourceSubscriptions") instanceof JsonArray array) {
            for (JsonValue uri : array) {
                if (uri instanceof JsonString text) {
                    uris.add(text.getString());
                }
            }
        }
        return uris;
    }
}
