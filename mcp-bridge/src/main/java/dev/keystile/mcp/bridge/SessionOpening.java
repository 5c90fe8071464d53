package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Access;
import dev.keystile.oauth.api.Secret;
import io.helidon.http.Method;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens sessions at an upstream in the place of a client that does not do so itself. */
record SessionOpening(SessionRequests upstream) {
    private static final Logger LOGGER = System.getLogger(SessionOpening.class.getName());
    private static final int MAX_ANSWER = 1 << 20;

    /** Most of a client's own words that are remembered. */
    private static final int MAX_WORDS = 8 << 10;

    private static final byte[] EMPTY = {};

    /** What came of it. */
    sealed interface Outcome {
        /**
         * A session.
         *
         * @param result what the upstream answered
         */
        record Opened(Secret id, JsonObject result) implements Outcome {}

        /**
         * This upstream has no sessions.
         *
         * @param result what it answered
         */
        record Sessionless(JsonObject result) implements Outcome {}

        /**
         * It could not be opened.
         *
         * @param status of the answer
         */
        record Refused(int status) implements Outcome {}
    }

    /** What a client said in its {@code initialize}, as far as another one needs it. */
    static String words(Call.Granted call, byte[] initialize) {
        JsonObject said =
                Json.member(Json.object(initialize).orElse(JsonValue.EMPTY_JSON_OBJECT), "params");
        JsonObjectBuilder words = Json.BUILD.createObjectBuilder();
        for (String name : List.of("protocolVersion", "capabilities", "clientInfo")) {
            if (said.containsKey(name)) {
                words.add(name, said.get(name));
            }
        }
        String text = words.build().toString();
        return text.length() <= MAX_WORDS ? text : words(call);
    }

    /** The same for a client of which nothing is remembered. */
    static String words(Call.Granted call) {
        List<String> version = call.request().headers().values("mcp-protocol-version");
        String name = Text.clientName(call.access().clientName());
        return Json.BUILD
                .createObjectBuilder()
                .add("protocolVersion", version.size() == 1 ? version.getFirst() : McpProbe.LEGACY)
                .add("capabilities", JsonValue.EMPTY_JSON_OBJECT)
                .add(
                        "clientInfo",
                        Json.BUILD
                                .createObjectBuilder()
                                .add("name", name.isEmpty() ? "keystile" : name)
                                .add("version", "1"))
                .build()
                .toString();
    }

    /** Opens one in these words. */
    Outcome open(Access access, String words) throws IOException {
        JsonObject params =
                Json.object(words.getBytes(StandardCharsets.UTF_8))
                        .orElse(JsonValue.EMPTY_JSON_OBJECT);
        Call.Granted call = call(access, Method.POST, Map.of());
        try (UpstreamAnswer answer = upstream.send(call, null, initialize(params))) {
            return switch (RpcReader.read(answer, 1, MAX_ANSWER)) {
                case RpcAnswer.Result(JsonObject result) -> outcome(access, answer, result);
                case RpcAnswer.Failure _, RpcAnswer.Refused _, RpcAnswer.Unusable _ ->
                        new Outcome.Refused(answer.status());
            };
        }
    }

    /** Ends one that nobody else knows. One that stays is ended by the upstream when it likes. */
    void end(Call.Granted call, Secret session) {
        try {
            upstream.send(call(call.access(), Method.DELETE, Map.of()), session, EMPTY).close();
        } catch (IOException failed) {
            LOGGER.log(
                    Level.DEBUG,
                    () -> "mcp.session-left " + call.name() + " reason=" + failed.getMessage());
        }
    }

    /** The session that an upstream named; empty when it named none. */
    static Optional<Secret> session(UpstreamAnswer answer) {
        return answer.first(McpHeaders.SESSION_ID)
                .filter(id -> !id.isBlank() && Text.isPrintableAscii(id))
                .map(Secret::of);
    }

    private Outcome outcome(Access access, UpstreamAnswer answer, JsonObject result)
            throws IOException {
        Optional<Secret> session = session(answer);
        if (session.isEmpty()) {
            return new Outcome.Sessionless(result);
        }
        String version = Json.string(result, "protocolVersion");
        int status = initialized(access, session.get(), version);
        return status < 300
                ? new Outcome.Opened(session.get(), result)
                : new Outcome.Refused(status);
    }

    /** Tells the upstream that the client is ready; the answer is its status. */
    private int initialized(Access access, Secret session, String version) throws IOException {
        Map<String, String> agreed = Map.of(McpHeaders.PROTOCOL_VERSION.lowerCase(), version);
        byte[] message = Json.bytes(RpcMessage.of("notifications/initialized").build());
        try (UpstreamAnswer answer =
                upstream.send(call(access, Method.POST, agreed), session, message)) {
            return answer.status();
        }
    }

    private static byte[] initialize(JsonObject params) {
        return Json.bytes(RpcMessage.of("initialize").add("id", 1).add("params", params).build());
    }

    private static Call.Granted call(Access access, Method method, Map<String, String> headers) {
        HeaderFields fields =
                line -> {
                    line.accept(McpHeaders.JSON.headerName().lowerCase(), McpHeaders.JSON.get());
                    headers.forEach(line);
                };
        return new Call.Granted(
                new McpRequest(
                        method.text(), access.resource(), fields, InputStream.nullInputStream()),
                method,
                access);
    }
}
