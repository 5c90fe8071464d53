package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Scope;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a client is told whose call of a tool is refused. A scope that is short is challenged, since
 * a new sign-in mends it; what a person chose is only told, or else clients would sign in again and
 * again.
 */
record ToolRefusal(BearerGate bearer) {
    /** None that MCP or its libraries use. */
    static final int NOT_ALLOWED = -32010;

    private static final Logger LOGGER = System.getLogger(ToolRefusal.class.getName());
    private static final String BY_CHOICE =
            "This tool was not allowed when this app was connected. To use it, disconnect the app,"
                    + " connect it again, and allow the tool on the consent page.";
    private static final String BY_SCOPE =
            "The access token covers reading only, and the MCP server does not mark this tool as"
                    + " read-only; calling it needs the scope mcp.";
    private static final String WITH_OTHERS =
            "Not sent, since another call in the same batch is not allowed.";

    /** The answer to the call of a tool that is not among those that were chosen. */
    Reply byChoice(Call.Granted call, RpcBody.Messages messages, Predicate<String> allowed) {
        tell(call, "choice");
        return new Reply(
                200,
                Map.of("Content-Type", McpHeaders.JSON.get()),
                body(messages, allowed, BY_CHOICE));
    }

    /** The answer to the call of a tool that is not marked as read-only. */
    Reply byMark(Call.Granted call, RpcBody.Messages messages, Predicate<String> allowed) {
        if (call.access().scope().covers(Scope.MCP)) {
            return byChoice(call, messages, allowed);
        }
        tell(call, "scope");
        Reply challenge = bearer.scopeShort(call.request().resource());
        return new Reply(
                challenge.status(), challenge.headers(), body(messages, allowed, BY_SCOPE));
    }

    /** An error for the request, or one for each in a batch: a client waits for all of them. */
    private static String body(
            RpcBody.Messages messages, Predicate<String> allowed, String message) {
        List<JsonObject> requests =
                messages.messages().stream().filter(RpcBody::isRequest).toList();
        if (requests.isEmpty() || messages.body() instanceof JsonObject) {
            JsonValue id = requests.isEmpty() ? JsonValue.NULL : id(requests.getFirst());
            return failure(id, message).toString();
        }
        JsonArrayBuilder errors = Json.BUILD.createArrayBuilder();
        for (JsonObject request : requests) {
            errors.add(failure(id(request), refuses(request, allowed) ? message : WITH_OTHERS));
        }
        return errors.build().toString();
    }

    private static boolean refuses(JsonObject request, Predicate<String> allowed) {
        return ToolCall.is(request) && ToolCall.name(request).filter(allowed).isEmpty();
    }

    private static JsonValue id(JsonObject request) {
        return request.getOrDefault("id", JsonValue.NULL);
    }

    private static JsonObject failure(JsonValue id, String message) {
        return RpcMessage.failure(id, RpcMessage.error(NOT_ALLOWED, message));
    }

    private static void tell(Call call, String reason) {
        LOGGER.log(Level.INFO, () -> "mcp.tool-refused " + call.name() + " reason=" + reason);
    }
}
