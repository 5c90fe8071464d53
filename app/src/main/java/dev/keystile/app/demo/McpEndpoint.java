package dev.keystile.app.demo;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.json.JsonStructure;
import java.nio.charset.StandardCharsets;

/**
 * The MCP endpoint over streamable HTTP, without sessions and without streams: each POST is
 * complete in itself.
 *
 * <p>Nothing is read of a request before its key has been checked.
 */
final class McpEndpoint implements Handler {
    private final DemoAccess access;
    private final McpMessages messages;

    McpEndpoint(DemoAccess access, McpMessages messages) {
        this.access = access;
        this.messages = messages;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        switch (access.check(request.headers())) {
            case DemoAccess.Decision.Refused(var status, var message) ->
                    refuse(response, status, message);
            case DemoAccess.Decision.Allowed(var user) -> serve(user, request, response);
        }
    }

    private void serve(String user, ServerRequest request, ServerResponse response) {
        if (!request.prologue().method().equals(Method.POST)) {
            response.header(HeaderNames.ALLOW, Method.POST.text());
            refuse(
                    response,
                    Status.METHOD_NOT_ALLOWED_405,
                    "This server keeps no sessions and no streams. Use POST.");
            return;
        }
        var caller = new McpCaller(user, request.headers());
        switch (messages.answer(caller, body(request))) {
            case McpAnswer.Accepted _ -> response.status(Status.ACCEPTED_202).send();
            case McpAnswer.Message(var status, var body) ->
                    send(response, Status.create(status), body);
        }
    }

    /** Helidon has no empty string for an empty body. */
    private static String body(ServerRequest request) {
        return request.content().hasEntity() ? request.content().as(String.class) : "";
    }

    private static void refuse(ServerResponse response, Status status, String message) {
        send(response, status, Json.object().add("error", message).build());
    }

    /** As bytes: Helidon's own way refuses JSON to whoever accepts event streams alone. */
    private static void send(ServerResponse response, Status status, JsonStructure body) {
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
