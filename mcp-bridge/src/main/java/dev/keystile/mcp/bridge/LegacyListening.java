package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The stream that a legacy client opens with GET, from a subscription at a modern upstream. */
record LegacyListening(
        Call.Granted call, ClientHandles.Sender.Known sender, SessionRequests upstream) {
    private static final byte[] EMPTY = {};
    private static final String ACKNOWLEDGED = "notifications/subscriptions/acknowledged";

    /** 405 says that there is no such stream, and clients go on without. */
    Outcome answer(McpResponse response) throws IOException {
        JsonObject listen = listen();
        try (UpstreamAnswer answer =
                upstream.send(OtherEra.modern(call, listen), null, Json.bytes(listen))) {
            if (answer.status() == 401) {
                return Outcome.KEY_REFUSED;
            }
            Optional<UpstreamMessages> messages = UpstreamMessages.in(call, answer);
            if (messages.isPresent() && answer.isEventStream()) {
                relay(messages.get(), new ClientMessages(response, true));
            } else if (messages.isPresent()) {
                response.send(405, Map.of("Allow", "POST, DELETE"), EMPTY);
            } else {
                Relay.pass(call, answer, response);
            }
            return Outcome.ANSWERED;
        }
    }

    private static void relay(UpstreamMessages messages, ClientMessages client) throws IOException {
        client.open();
        for (var message = messages.next(); message.isPresent(); message = messages.next()) {
            String method = RpcBody.method(message.get());
            if (method.isEmpty()) {
                break;
            }
            if (!method.equals(ACKNOWLEDGED)) {
                client.send(Translated.unsubscribed(message.get()));
            }
        }
        client.end();
    }

    private JsonObject listen() {
        JsonObject wanted =
                Json.BUILD
                        .createObjectBuilder()
                        .add("toolsListChanged", true)
                        .add("promptsListChanged", true)
                        .add("resourcesListChanged", true)
                        .build();
        JsonObject request =
                RpcMessage.of("subscriptions/listen")
                        .add("id", 1)
                        .add(
                                "params",
                                Json.BUILD.createObjectBuilder().add("notifications", wanted))
                        .build();
        return Translated.modernRequest(request, sender.client(), "");
    }
}
