package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls on this node that their clients can take back by a later message. */
final class RunningCalls {
    private final Map<Key, Cutoff> running = new ConcurrentHashMap<>();

    /** The ids of requests are unique within a session. */
    private record Key(GrantId grant, String session, String request) {}

    /** Does the work of a call; one whose client has no session cannot be told from others. */
    <T> T run(GrantId grant, String session, JsonValue id, Cutoff.Operation<T> work)
            throws IOException {
        Cutoff cutoff = Cutoff.current();
        if (cutoff == null || session.isEmpty()) {
            return work.run();
        }
        Key key = new Key(grant, session, id.toString());
        running.put(key, cutoff);
        try {
            return work.run();
        } finally {
            running.remove(key, cutoff);
        }
    }

    /** Ends the call that a {@code notifications/cancelled} names, if it is here. */
    void cancel(GrantId grant, String session, JsonObject notification) {
        JsonValue id = RpcBody.params(notification).getOrDefault("requestId", JsonValue.NULL);
        Cutoff cutoff = running.get(new Key(grant, session, id.toString()));
        if (cutoff != null) {
            cutoff.end(Cutoff.Reason.CANCELLED);
        }
    }
}
