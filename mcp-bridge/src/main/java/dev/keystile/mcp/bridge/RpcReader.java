package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Finds the answer to one JSON-RPC request in an HTTP answer, which may be JSON or an event stream.
 */
final class RpcReader {
    private RpcReader() {}

    /** The answer to the request with this id; reads an event stream no further than that. */
    static RpcAnswer read(UpstreamAnswer answer, int id, int maxBytes) throws IOException {
        int status = answer.status();
        if (status == 401 || status == 403) {
            return new RpcAnswer.Refused();
        }
        InputStream body = new BoundedInputStream(answer.body(), maxBytes);
        return message(answer.mediaType(), body, id, maxBytes)
                .map(json -> outcome(json, status))
                .orElseGet(() -> new RpcAnswer.Unusable("status " + status));
    }

    /** The message that answers that request; empty when there is none. */
    static Optional<JsonObject> message(String mediaType, InputStream body, int id, int longest)
            throws IOException {
        return switch (mediaType) {
            case "application/json" ->
                    Json.object(body.readAllBytes()).filter(json -> answers(json, id));
            case EventStream.TYPE -> message(new EventReader(body, longest), id);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonObject> message(EventReader events, int id) throws IOException {
        for (var data = events.next(); data.isPresent(); data = events.next()) {
            Optional<JsonObject> message =
                    data.flatMap(Json::object).filter(json -> answers(json, id));
            if (message.isPresent()) {
                return message;
            }
        }
        return Optional.empty();
    }

    private static RpcAnswer outcome(JsonObject message, int status) {
        if (message.get("error") instanceof JsonObject error) {
            return new RpcAnswer.Failure(
                    error.get("code") instanceof JsonNumber code ? code.intValue() : 0);
        }
        return status == 200 && message.get("result") instanceof JsonObject result
                ? new RpcAnswer.Result(result)
                : new RpcAnswer.Unusable("status " + status + " without a result");
    }

    /** Whether a message answers this request; an error without an id can be about nothing else. */
    private static boolean answers(JsonObject message, int id) {
        JsonValue answered = message.getOrDefault("id", JsonValue.NULL);
        boolean ours = answered instanceof JsonNumber number && number.intValue() == id;
        return message.containsKey("error")
                ? ours || answered.equals(JsonValue.NULL)
                : ours && message.containsKey("result");
    }
}
