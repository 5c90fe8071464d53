package dev.keystile.mcp.bridge;

import dev.keystile.mcp.bridge.LegacySessions.Opening;
import dev.keystile.mcp.bridge.Translation.Outcome;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;

/** Answers {@code server/discover} with what the upstream says to {@code initialize}. */
record ModernGreeting(Call.Granted call, LegacyTalk talk, LegacySessions sessions) {
    Outcome answer(JsonObject request, ClientMessages client) throws IOException {
        JsonValue id = request.getOrDefault("id", JsonValue.NULL);
        return switch (sessions.fresh(call, talk.client())) {
            case Opening.Open(LegacySessions.Session session) -> {
                client.answer(200, Translated.result(id, discovered(session.greeting())));
                yield Outcome.ANSWERED;
            }
            case Opening.Refused(int status) -> refused(status);
        };
    }

    /** A 401 is for others to answer; of another refusal there is nothing to tell. */
    static Outcome refused(int status) throws UpstreamException {
        if (status == 401) {
            return Outcome.KEY_REFUSED;
        }
        throw new UpstreamException(502, "\"no session, status " + status + '"');
    }

    private static JsonObject discovered(JsonObject greeting) {
        JsonObjectBuilder result =
                Json.BUILD
                        .createObjectBuilder()
                        .add(
                                "supportedVersions",
                                Json.BUILD.createArrayBuilder().add(McpProbe.MODERN))
                        .add(
                                "capabilities",
                                Translated.without(Json.member(greeting, "capabilities"), "tasks"));
        if (greeting.containsKey("instructions")) {
            result.add("instructions", greeting.get("instructions"));
        }
        if (greeting.get("serverInfo") instanceof JsonObject info) {
            result.add(
                    "_meta",
                    Json.BUILD.createObjectBuilder().add(McpProbe.META + "serverInfo", info));
        }
        return Translated.modernResult(result.build(), "server/discover");
    }
}
