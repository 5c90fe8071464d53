package dev.keystile.mcp.bridge;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What messages of one era say in the other. */
final class Translated {
    private static final int RESOURCE_NOT_FOUND = -32002;

    /** Results that have to say how long they are good. */
    private static final Set<String> CACHEABLE =
            Set.of(
                    "server/discover",
                    "tools/list",
                    "prompts/list",
                    "resources/list",
                    "resources/templates/list",
                    "resources/read");

    private static final String[] MODERN_RESULT = {"resultType", "ttlMs", "cacheScope"};

    private Translated() {}

    /** The same request, from a client that is described in it. */
    static JsonObject modernRequest(JsonObject request, ClientDescription client, String level) {
        JsonObject params = Json.member(request, "params");
        JsonObjectBuilder meta = Json.BUILD.createObjectBuilder(Json.member(params, "_meta"));
        client.addTo(meta);
        if (!level.isEmpty()) {
            meta.add(ClientDescription.LOG_LEVEL, level);
        }
        return with(request, "params", with(params, "_meta", meta.build()));
    }

    /** The same request under another id, with nothing in it that a session says once. */
    static JsonObject legacyRequest(JsonObject request, String id) {
        JsonObject params =
                withoutMeta(
                        without(Json.member(request, "params"), "inputResponses", "requestState"),
                        ClientDescription.VERSION,
                        ClientDescription.INFO,
                        ClientDescription.CAPABILITIES,
                        ClientDescription.LOG_LEVEL);
        return Json.BUILD.createObjectBuilder(request).add("id", id).add("params", params).build();
    }

    /** The answer to a legacy client's request of this id. */
    static JsonObject legacyAnswer(JsonObject answer, JsonValue id) {
        JsonObject named = with(answer, "id", id);
        return answer.get("result") instanceof JsonObject result
                ? with(named, "result", legacyResult(result))
                : named;
    }

    /** The answer to a modern client's request of this id. */
    static JsonObject modernAnswer(JsonObject answer, JsonValue id, String method) {
        JsonObject named = with(answer, "id", id);
        if (answer.get("result") instanceof JsonObject result) {
            return with(named, "result", modernResult(result, method));
        }
        JsonObject error = Json.member(answer, "error");
        return code(answer) == RESOURCE_NOT_FOUND
                ? with(named, "error", with(error, "code", Json.number(RpcMessage.INVALID_PARAMS)))
                : named;
    }

    static JsonObject modernResult(JsonObject result, String method) {
        JsonObjectBuilder modern =
                Json.BUILD.createObjectBuilder(result).add("resultType", "complete");
        if (CACHEABLE.contains(method)) {
            modern.add("ttlMs", 0).add("cacheScope", "private");
        }
        return modern.build();
    }

    /** The same notification as part of a subscription. */
    static JsonObject subscribed(JsonObject notification, JsonValue subscription) {
        JsonObject params = Json.member(notification, "params");
        JsonObject meta =
                with(Json.member(params, "_meta"), McpProbe.META + "subscriptionId", subscription);
        return with(notification, "params", with(params, "_meta", meta));
    }

    /** The same notification on a stream that needs no name. */
    static JsonObject unsubscribed(JsonObject notification) {
        JsonObject params = Json.member(notification, "params");
        JsonObject bare = withoutMeta(params, McpProbe.META + "subscriptionId");
        return bare.isEmpty()
                ? without(notification, "params")
                : with(notification, "params", bare);
    }

    static JsonObject result(JsonValue id, JsonObject result) {
        return Json.BUILD
                .createObjectBuilder()
                .add("jsonrpc", "2.0")
                .add("id", id)
                .add("result", result)
                .build();
    }

    static JsonObject failure(JsonValue id, int code, String message) {
        return RpcMessage.failure(id, RpcMessage.error(code, message));
    }

    /** The code of an error; 0 without one. */
    static int code(JsonObject answer) {
        return Json.member(answer, "error").get("code") instanceof JsonNumber code
                ? code.intValue()
                : 0;
    }

    /** The text of an id, by which a later message names it. */
    static String text(JsonValue id) {
        return id instanceof JsonString text ? text.getString() : id.toString();
    }

    static JsonObject with(JsonObject object, String name, JsonValue value) {
        return Json.BUILD.createObjectBuilder(object).add(name, value).build();
    }

    static JsonObject without(JsonObject object, String... names) {
        if (Arrays.stream(names).noneMatch(object::containsKey)) {
            return object;
        }
        JsonObjectBuilder rest = Json.BUILD.createObjectBuilder(object);
        List.of(names).forEach(rest::remove);
        return rest.build();
    }

    private static JsonObject withoutMeta(JsonObject object, String... names) {
        JsonObject meta = without(Json.member(object, "_meta"), names);
        return meta.isEmpty() ? without(object, "_meta") : with(object, "_meta", meta);
    }

    /**
     * Clients of those revisions take tools for broken whose results are no objects, and the whole
     * list with them.
     */
    private static JsonObject legacyResult(JsonObject result) {
        JsonObject bare = withoutMeta(without(result, MODERN_RESULT), McpProbe.META + "serverInfo");
        if (bare.containsKey("structuredContent")
                && !(bare.get("structuredContent") instanceof JsonObject)) {
            return without(bare, "structuredContent");
        }
        return bare.containsKey("tools") ? ModernTools.forLegacy(bare) : bare;
    }
}
