package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Who legacy clients are, before an upstream without sessions. What a client said in its {@code
 * initialize} is itself the session id that it is given, sealed, so that any node knows the client
 * again without looking anything up. For a client that never sends it back, and for the log level,
 * the store remembers the grant's latest.
 */
record ClientHandles(UpstreamSessions sessions, UniqueIds ids) {
    private static final String UNREMEMBERED = "mcp.client-unremembered";
    private static final String LEVEL = "logLevel";
    private static final String ID = "id";

    /** Who sends a request. */
    sealed interface Sender {
        /**
         * Somebody.
         *
         * @param session tells two clients of one grant apart; empty when nothing does
         */
        record Known(ClientDescription client, String level, String session) implements Sender {}

        /** Somebody with a session that is none here. */
        record Unknown() implements Sender {}
    }

    /** The session id for a client that says this in its {@code initialize}. */
    Secret issue(Call.Granted call, JsonObject params) {
        JsonObject words = ClientDescription.of(params).words(McpProbe.LEGACY);
        UpstreamSession session = session(Translated.with(words, ID, Json.text(ids.next())));
        remember(call, session);
        return sessions.seal(call.access().grant(), call.connector().id(), session.id());
    }

    Sender sender(Call.Granted call) {
        List<String> presented = call.request().headers().values(McpHeaders.SESSION_ID.lowerCase());
        Optional<JsonObject> latest =
                SessionBridge.remembered(sessions, call.access().grant())
                        .flatMap(ClientHandles::words);
        String level = latest.map(words -> Json.string(words, LEVEL)).orElse("");
        if (presented.stream().allMatch(String::isBlank)) {
            return new Sender.Known(description(latest), level, "");
        }
        return sessions.open(
                        call.access().grant(),
                        call.connector().id(),
                        Secret.of(String.join(", ", presented)))
                .flatMap(ClientHandles::text)
                .<Sender>map(words ->
                        new Sender.Known(
                                description(Optional.of(words)), level, Json.string(words, ID)))
                .orElseGet(Sender.Unknown::new);
    }

    /** From now on the grant's requests ask for messages of this level. */
    void level(Call.Granted call, ClientDescription client, String level) {
        JsonObject words = client.words(McpProbe.LEGACY);
        remember(call, session(Translated.with(words, LEVEL, Json.text(level))));
    }

    /** The client ends its session. */
    void end(Call.Granted call) {
        GrantId grant = call.access().grant();
        QuietWrite.of(
                call,
                UNREMEMBERED,
                () ->
                        sessions.latest(grant)
                                .filter(latest -> text(latest.id()).isPresent())
                                .ifPresent(latest -> sessions.forget(grant, latest.id())));
    }

    private void remember(Call.Granted call, UpstreamSession session) {
        QuietWrite.of(call, UNREMEMBERED, () -> sessions.remember(call.access().grant(), session));
    }

    private static ClientDescription description(Optional<JsonObject> words) {
        return ClientDescription.of(words.orElse(JsonValue.EMPTY_JSON_OBJECT));
    }

    /** An upstream that has sessions again finds nothing odd in an id of this alphabet. */
    private static UpstreamSession session(JsonObject words) {
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(words));
        return new UpstreamSession(Secret.of(id), words.toString());
    }

    private static Optional<JsonObject> words(UpstreamSession session) {
        return Json.object(session.opening().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<JsonObject> text(Secret id) {
        try {
            return Json.object(Base64.getUrlDecoder().decode(id.reveal()))
                    .filter(words -> words.containsKey("clientInfo"));
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }
}
