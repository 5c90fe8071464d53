package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Requests to clients whose answers come with a request of their own, to this node. */
final class Questions {
    /** The event that a client answered what nobody here waits for. */
    static final String UNMATCHED = "mcp.answer-unmatched";

    /** How long a person may think. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final UniqueIds ids;
    private final Map<Key, CompletableFuture<JsonObject>> open = new ConcurrentHashMap<>();

    Questions(UniqueIds ids) {
        this.ids = ids;
    }

    private record Key(GrantId grant, String id) {}

    /** Asks a client; empty when it does not answer. */
    Optional<JsonObject> ask(GrantId grant, JsonObject question, ClientMessages client)
            throws IOException {
        Key key = new Key(grant, ids.next());
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        open.put(key, answer);
        try {
            client.send(
                    Json.BUILD
                            .createObjectBuilder(question)
                            .add("jsonrpc", "2.0")
                            .add("id", key.id())
                            .build());
            return Cutoff.whileOpen(() -> await(answer));
        } finally {
            open.remove(key);
        }
    }

    /** Whether a response answers one of them. */
    boolean answered(GrantId grant, JsonObject response) {
        String id = Translated.text(response.getOrDefault("id", JsonValue.NULL));
        CompletableFuture<JsonObject> answer = open.get(new Key(grant, id));
        return answer != null && answer.complete(response);
    }

    private static Optional<JsonObject> await(CompletableFuture<JsonObject> answer)
            throws IOException {
        try {
            return Optional.of(answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a client was asked");
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }
}
