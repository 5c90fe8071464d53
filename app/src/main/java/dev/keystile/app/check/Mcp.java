package dev.keystile.app.check;

import static dev.keystile.app.check.CheckFailedException.unless;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.Optional;

/** A short conversation with the MCP server behind the gateway (streamable HTTP). */
final class Mcp {
    /** A request that every server knows and that changes nothing. */
    static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private static final String SESSION = "Mcp-Session-Id";
    private static final String INITIALIZE =
            """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"keystile-self-test","version":"1"}}}\
            """;
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}";

    private final Wire wire;
    private final String resource;
    private final String accessToken;
    private final String version;
    private final Optional<String> session;

    private Mcp(
            Wire wire,
            String resource,
            String accessToken,
            String version,
            Optional<String> session) {
        this.wire = wire;
        this.resource = resource;
        this.accessToken = accessToken;
        this.version = version;
        this.session = session;
    }

    /** A POST as clients send it, without a token. */
    static HttpRequest.Builder post(String resource, String message) {
        return Wire.postJson(resource, message)
                .header("Accept", "application/json, text/event-stream");
    }

    /** Opens a conversation. */
    static Mcp open(Wire wire, String resource, String accessToken) {
        Answer answer =
                wire.send(
                        post(resource, INITIALIZE)
                                .header("Authorization", "Bearer " + accessToken));
        String version = Json.string(result(answer, "initialize"), "protocolVersion");
        var mcp =
                new Mcp(wire, resource, accessToken, version, answer.headers().firstValue(SESSION));
        Answer accepted = mcp.send(post(resource, INITIALIZED));
        unless(
                accepted.status() / 100 == 2,
                "notifications/initialized was answered " + accepted.status());
        return mcp;
    }

    /** The first page of the tools. */
    JsonArray tools() {
        JsonObject result = result(send(post(resource, LIST)), "tools/list");
        return result.get("tools") instanceof JsonArray tools ? tools : JsonArray.EMPTY_JSON_ARRAY;
    }

    /** Calls a tool without arguments. */
    void call(String tool) {
        JsonObject call =
                jakarta.json.Json.createObjectBuilder()
                        .add("jsonrpc", "2.0")
                        .add("id", 3)
                        .add("method", "tools/call")
                        .add(
                                "params",
                                jakarta.json.Json.createObjectBuilder()
                                        .add("name", tool)
                                        .add("arguments", JsonObject.EMPTY_JSON_OBJECT))
                        .build();
        result(send(post(resource, call.toString())), "tools/call");
    }

    /** Ends the session, when there is one; a server need not support that. */
    void close() {
        if (session.isPresent()) {
            Answer answer = send(Wire.request("DELETE", resource));
            unless(
                    answer.status() / 100 == 2 || answer.status() == 405,
                    "ending the session was answered " + answer.status());
        }
    }

    private Answer send(HttpRequest.Builder request) {
        request.header("Authorization", "Bearer " + accessToken)
                .header("MCP-Protocol-Version", version);
        session.ifPresent(id -> request.header(SESSION, id));
        return wire.send(request);
    }

    private static JsonObject result(Answer answer, String method) {
        unless(answer.status() != 401, method + " was refused with 401 although the token is new");
        unless(
                answer.status() / 100 != 5,
                method + " was answered " + answer.status() + "; is the upstream MCP server up?");
        answer.expect(200, method + " has to be answered");
        JsonObject message = Json.object(answer.body());
        unless(!message.containsKey("error"), method + " was answered with a JSON-RPC error");
        return Json.member(message, "result");
    }
}
