package dev.keystile.app.demo;

import static dev.keystile.app.demo.McpReply.INVALID_PARAMS;
import static dev.keystile.app.demo.McpReply.INVALID_REQUEST;
import static dev.keystile.app.demo.McpReply.PARSE_ERROR;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;

/** Takes JSON-RPC messages apart and hands each request to the methods of its protocol era. */
final class McpMessages {
    private static final int MAX_BATCH = 20;
    private static final String VERSION = "2.0";

    private final LegacyMethods legacy;
    private final ModernMethods modern;

    McpMessages(LegacyMethods legacy, ModernMethods modern) {
        this.legacy = legacy;
        this.modern = modern;
    }

    /** Answers the body of one POST. */
    McpAnswer answer(McpCaller caller, String body) {
        return Json.parse(body)
                .map(value -> answer(caller, value))
                .orElseGet(() -> failure(PARSE_ERROR, "The body is not JSON."));
    }

    private McpAnswer answer(McpCaller caller, JsonValue value) {
        return switch (value) {
            case JsonObject message -> single(caller, message);
            case JsonArray messages when !messages.isEmpty() && messages.size() <= MAX_BATCH ->
                    batch(caller, messages);
            default -> failure(INVALID_REQUEST, "The body is not a JSON-RPC message.");
        };
    }

    /** MCP 2025-03-26 wants batches understood; later revisions do not send them. */
    private McpAnswer batch(McpCaller caller, JsonArray messages) {
        var answers = new ArrayList<JsonValue>();
        for (var value : messages) {
            if (single(caller, value) instanceof McpAnswer.Message(_, var body)) {
                answers.add(body);
            }
        }
        return answers.isEmpty()
                ? new McpAnswer.Accepted()
                : new McpAnswer.Message(200, Json.array(answers));
    }

    private McpAnswer single(McpCaller caller, JsonValue value) {
        if (!(value instanceof JsonObject message)
                || !VERSION.equals(message.getString("jsonrpc", ""))) {
            return failure(INVALID_REQUEST, "The message is not JSON-RPC 2.0.");
        }
        if (message.get("method") instanceof JsonString method) {
            return call(caller, message, method.getString());
        }
        return message.containsKey("result") || message.containsKey("error")
                ? new McpAnswer.Accepted()
                : failure(INVALID_REQUEST, "The message has no method.");
    }

    private McpAnswer call(McpCaller caller, JsonObject message, String method) {
        var id = message.get("id");
        if (id == null) {
            return new McpAnswer.Accepted();
        }
        if (!(id instanceof JsonString || id instanceof JsonNumber)) {
            return failure(INVALID_REQUEST, "The id must be a string or a number.");
        }
        var reply =
                reply(caller, method, message.getOrDefault("params", JsonValue.EMPTY_JSON_OBJECT));
        return new McpAnswer.Message(reply.httpStatus(), reply.message(id));
    }

    private McpReply reply(McpCaller caller, String method, JsonValue params) {
        if (!(params instanceof JsonObject members)) {
            return new McpReply.Failure(400, INVALID_PARAMS, "The params must be an object.");
        }
        var request = new McpRequest(caller, method, members);
        return modern.speaks(request) ? modern.answer(request) : legacy.answer(request);
    }

    /** JSON-RPC 2.0 section 5: null is the id when it could not be read. */
    private static McpAnswer failure(int code, String message) {
        var failure = new McpReply.Failure(400, code, message);
        return new McpAnswer.Message(failure.status(), failure.message(JsonValue.NULL));
    }
}
