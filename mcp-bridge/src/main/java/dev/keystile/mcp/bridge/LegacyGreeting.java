package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.Translation.Outcome;
import dev.keystile.oauth.api.Secret;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Answers {@code initialize} with what the upstream says to {@code server/discover}. */
record LegacyGreeting(Call.Granted call, ClientHandles handles, SessionRequests upstream) {
    /** Capabilities that mean the same in both eras. */
    private static final List<String> SHARED =
            List.of("tools", "prompts", "completions", "logging", "experimental");

    Outcome answer(JsonObject initialize, McpResponse response) throws IOException {
        JsonObject params = RpcBody.params(initialize);
        JsonObject discover =
                Translated.modernRequest(
                        RpcMessage.of("server/discover").add("id", 1).build(),
                        ClientDescription.of(params),
                        "");
        try (UpstreamAnswer answer =
                upstream.send(OtherEra.modern(call, discover), null, Json.bytes(discover))) {
            if (answer.status() == 401) {
                return Outcome.KEY_REFUSED;
            }
            Optional<UpstreamMessages> messages = UpstreamMessages.in(call, answer);
            if (messages.isEmpty()) {
                Relay.pass(call, answer, response);
                return Outcome.ANSWERED;
            }
            greet(initialize, messages.get(), response);
            return Outcome.ANSWERED;
        }
    }

    private void greet(JsonObject initialize, UpstreamMessages messages, McpResponse response)
            throws IOException {
        JsonObject answer = messages.answer();
        JsonValue id = initialize.getOrDefault("id", JsonValue.NULL);
        if (answer.get("result") instanceof JsonObject discovered) {
            Secret session = handles.issue(call, RpcBody.params(initialize));
            ClientMessages.to(call, FurtherFields.of(response, session))
                    .answer(200, Translated.result(id, result(initialize, discovered)));
        } else {
            ClientMessages.to(call, response).answer(200, Translated.legacyAnswer(answer, id));
        }
    }

    private JsonObject result(JsonObject initialize, JsonObject discovered) {
        String asked = Json.string(RpcBody.params(initialize), "protocolVersion");
        JsonObject info =
                Json.member(Json.member(discovered, "_meta"), McpProbe.META + "serverInfo");
        JsonObjectBuilder result =
                Json.BUILD
                        .createObjectBuilder()
                        .add("protocolVersion", LegacyRevision.agreed(asked))
                        .add("capabilities", capabilities(Json.member(discovered, "capabilities")))
                        .add("serverInfo", info.isEmpty() ? unnamed() : info);
        if (discovered.containsKey("instructions")) {
            result.add("instructions", discovered.get("instructions"));
        }
        return result.build();
    }

    /** Single resources can be subscribed to in one era only. */
    private static JsonObject capabilities(JsonObject modern) {
        JsonObjectBuilder legacy = Json.BUILD.createObjectBuilder();
        SHARED.stream()
                .filter(modern::containsKey)
                .forEach(name -> legacy.add(name, modern.get(name)));
        if (modern.containsKey("resources")) {
            legacy.add(
                    "resources", Translated.without(Json.member(modern, "resources"), "subscribe"));
        }
        return legacy.build();
    }

    private JsonObject unnamed() {
        return Json.BUILD
                .createObjectBuilder()
                .add("name", call.connector().displayName())
                .add("version", "1")
                .build();
    }
}
