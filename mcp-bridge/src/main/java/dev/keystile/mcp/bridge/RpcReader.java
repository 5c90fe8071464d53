package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
        Optional<JsonObject> message =
                switch (answer.mediaType()) {
                    case "application/json" ->
                            Json.object(body.readAllBytes()).filter(json -> answers(json, id));
                    case EventStream.TYPE -> event(body, id);
                    default -> Optional.empty();
                };
        return message.map(json -> outcome(json, status))
                .orElseGet(() -> new RpcAnswer.Unusable("status " + status));
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

    /** Reads server-sent events (HTML standard, section 9.2) until one holds the answer. */
    private static Optional<JsonObject> event(InputStream body, int id) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        StringBuilder data = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("data:")) {
                data.append(line, "data:".length(), line.length()).append('\n');
            } else if (line.isEmpty()) {
                Optional<JsonObject> message = parse(data).filter(json -> answers(json, id));
                if (message.isPresent()) {
                    return message;
                }
                data.setLength(0);
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonObject> parse(StringBuilder data) {
        return Json.object(data.toString().getBytes(StandardCharsets.UTF_8));
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
