package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * A call at a legacy upstream whose answer has begun.
 *
 * @param request as the client sent it first
 * @param id under which it was sent up
 * @param messages what is still to come
 * @param question what the upstream asked of the client
 */
record HeldCall(
        JsonObject request,
        String id,
        LegacySessions.Session session,
        UpstreamMessages messages,
        JsonObject question)
        implements AutoCloseable {
    /** Whether a later request means the same call. */
    boolean isOf(JsonObject repeated) {
        return essence(request).equals(essence(repeated));
    }

    /** With the next question. */
    HeldCall asking(JsonObject next) {
        return new HeldCall(request, id, session, messages, next);
    }

    @Override
    public void close() {
        messages.close();
    }

    private static JsonValue essence(JsonObject request) {
        JsonObject params =
                Translated.without(
                        RpcBody.params(request), "_meta", "inputResponses", "requestState");
        return Translated.with(params, "", Json.text(RpcBody.method(request)));
    }
}
