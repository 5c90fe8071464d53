package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UserId;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.WritableHeaders;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A small MCP client with an API key. It remembers the session that an upstream opens. For one
 * thread at a time.
 */
final class McpCaller {
    private static final byte[] EMPTY = {};

    private final UpstreamClient client;
    private final Secret apiKey;
    private final int maxBytes;

    private @Nullable UserId user;
    private String version = "";
    private int lastId;
    private volatile String session = "";

    /**
     * A caller with nothing said yet.
     *
     * @param maxBytes largest answer that it reads
     */
    McpCaller(UpstreamClient client, Secret apiKey, @Nullable UserId user, int maxBytes) {
        this.client = client;
        this.apiKey = apiKey;
        this.user = user;
        this.maxBytes = maxBytes;
    }

    /** The user of all that follows. */
    void user(UserId proven) {
        user = proven;
    }

    /** The protocol version of all that follows. */
    void version(String negotiated) {
        version = negotiated;
    }

    /** Sends a request and finds its answer; a session that comes with it is used from then on. */
    RpcAnswer request(String method, JsonObject params) throws IOException {
        int id = ++lastId;
        JsonObjectBuilder message = RpcMessage.of(method).add("params", params).add("id", id);
        UpstreamRequest call = call(Method.POST);
        if (version.equals(McpProbe.MODERN)) {
            call.header(HeaderValues.create(McpHeaders.METHOD, method));
            if (method.equals("tools/call")) {
                call.header(HeaderValues.create(McpHeaders.NAME, Json.string(params, "name")));
            }
        }
        try (UpstreamAnswer answer = client.send(call, Json.bytes(message.build()))) {
            answer.first(McpHeaders.SESSION_ID)
                    .filter(Text::isPrintableAscii)
                    .ifPresent(opened -> session = opened);
            return RpcReader.read(answer, id, maxBytes);
        }
    }

    /** Sends a notification; the answer is its status. */
    int send(String notification) throws IOException {
        JsonObject message =
                RpcMessage.of(notification).add("params", JsonObject.EMPTY_JSON_OBJECT).build();
        try (UpstreamAnswer answer = client.send(call(Method.POST), Json.bytes(message))) {
            return answer.status();
        }
    }

    /** Ends the session, if one was opened. */
    void endSession() throws IOException {
        if (!session.isEmpty()) {
            client.send(call(Method.DELETE), EMPTY).close();
        }
    }

    private UpstreamRequest call(Method method) {
        UpstreamRequest call = client.request(method);
        WritableHeaders<?> headers = call.headers();
        headers.set(client.upstream().keyField(apiKey));
        UserId calledFor = user;
        if (calledFor != null) {
            headers.set(HeaderValues.create(McpHeaders.USER_ID, calledFor.value()));
        }
        if (!version.isEmpty()) {
            headers.set(HeaderValues.create(McpHeaders.PROTOCOL_VERSION, version));
        }
        if (!session.isEmpty()) {
            headers.set(HeaderValues.create(McpHeaders.SESSION_ID, session));
        }
        if (method.equals(Method.POST)) {
            headers.set(McpHeaders.JSON);
            headers.set(McpHeaders.ACCEPT_ANSWER);
        }
        return call;
    }
}
