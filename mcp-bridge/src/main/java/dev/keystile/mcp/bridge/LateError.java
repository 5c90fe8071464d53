package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * An answer that is no result and whose status can no longer be sent: it becomes a JSON-RPC error
 * with the request's id. The error in the body is kept if there is one.
 */
final class LateError extends PieceOutputStream {
    private static final int MOST = 64 << 10;

    private final EventStream events;
    private final int status;
    private final JsonValue id;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    LateError(EventStream events, int status, JsonValue id) {
        this.events = events;
        this.status = status;
        this.id = id;
    }

    /** Of a body that is too long for an error, only so much is kept that it does not parse. */
    @Override
    public void write(byte[] bytes, int offset, int length) {
        body.write(bytes, offset, Math.min(length, MOST - body.size()));
    }

    /** Sends the error and ends the stream. */
    @Override
    public void close() throws IOException {
        try (JsonEvent event = new JsonEvent(events)) {
            event.write(Json.bytes(RpcMessage.failure(id, error())));
        }
    }

    private JsonObject error() {
        JsonObject answer = Json.object(body.toByteArray()).orElse(JsonValue.EMPTY_JSON_OBJECT);
        return answer.get("error") instanceof JsonObject error
                        && error.get("code") instanceof JsonNumber
                ? error
                : RpcMessage.error(
                        RpcMessage.INTERNAL_ERROR,
                        "The call failed with HTTP status " + status + ".");
    }
}
