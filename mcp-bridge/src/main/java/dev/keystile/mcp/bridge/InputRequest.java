package dev.keystile.mcp.bridge;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;

/** What a server may ask of a client in the middle of a call, in either era. */
final class InputRequest {
    private static final Map<String, String> CAPABILITIES =
            Map.of(
                    "elicitation/create", "elicitation",
                    "sampling/createMessage", "sampling",
                    "roots/list", "roots");

    private InputRequest() {}

    /** The capability of clients that can be asked this; empty when none can. */
    static String capability(JsonObject request) {
        return CAPABILITIES.getOrDefault(RpcBody.method(request), "");
    }

    /** The same for a legacy client, which wants a name for what happens on a page elsewhere. */
    static JsonObject forLegacy(JsonValue request, String key) {
        JsonObject question =
                request instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
        JsonObject params = RpcBody.params(question);
        return Json.string(params, "mode").equals("url") && !params.containsKey("elicitationId")
                ? Translated.with(
                        question,
                        "params",
                        Translated.with(params, "elicitationId", Json.text(key)))
                : question;
    }

    /** A legacy server's request as a part of an incomplete result. */
    static JsonObject forModern(JsonObject request) {
        return Translated.without(request, "jsonrpc", "id");
    }
}
