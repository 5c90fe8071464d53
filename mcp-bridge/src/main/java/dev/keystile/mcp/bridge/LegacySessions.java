package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import dev.keystile.oauth.api.UpstreamSessions;
import dev.keystile.oauth.api.spi.StoreUnavailableException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions in which modern clients speak with a legacy upstream: one for each grant and each
 * description of a client. The latest is in the store, for other nodes.
 */
final class LegacySessions {
    private static final int MOST = 10_000;

    /** Most characters of a greeting that is kept for every client. */
    private static final int LONGEST_GREETING = 4 << 10;

    private final UpstreamSessions store;
    private final SessionRequests upstream;
    private final SharedWork<Whose, Opening> opening = new SharedWork<>();
    private final Map<Whose, Session> known = Collections.synchronizedMap(new LeastUsed());

    LegacySessions(UpstreamSessions store, SessionRequests upstream) {
        this.store = store;
        this.upstream = upstream;
    }

    private record Whose(GrantId grant, String words) {}

    /**
     * A session.
     *
     * @param id null where the upstream has none
     * @param version that was agreed; empty when another node was told
     * @param greeting what the upstream answered to {@code initialize}; empty when another node was
     *     told, or when it is too long to be kept
     */
    record Session(@Nullable Secret id, String version, JsonObject greeting) {
        static Session opened(@Nullable Secret id, JsonObject greeting) {
            return new Session(id, Json.string(greeting, "protocolVersion"), greeting);
        }

        static Session ofAnotherNode(Secret id) {
            return new Session(id, "", JsonValue.EMPTY_JSON_OBJECT);
        }

        private Session withoutLongGreeting() {
            return greeting.toString().length() <= LONGEST_GREETING
                    ? this
                    : new Session(id, version, JsonValue.EMPTY_JSON_OBJECT);
        }
    }

    /** What came of opening one. */
    sealed interface Opening {
        /** A session. */
        record Open(Session session) implements Opening {}

        /**
         * The upstream refused.
         *
         * @param status of its answer
         */
        record Refused(int status) implements Opening {}
    }

    private static final class LeastUsed extends LinkedHashMap<Whose, Session> {
        private static final long serialVersionUID = 1L;

        LeastUsed() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Whose, Session> eldest) {
            return size() > MOST;
        }
    }

    /** The session of a client. */
    Opening of(Call.Granted call, ClientDescription client) throws IOException {
        Whose whose = whose(call, client);
        Session session = known.get(whose);
        return session == null
                ? opening.run(whose, () -> found(call, whose))
                : new Opening.Open(session);
    }

    /** Another one in the place of one that was lost. */
    Opening another(Call.Granted call, ClientDescription client, Session lost) throws IOException {
        Whose whose = whose(call, client);
        return opening.run(
                whose,
                () -> {
                    Session latest = known.get(whose);
                    return latest == null || Objects.equals(latest.id(), lost.id())
                            ? opened(call, whose)
                            : new Opening.Open(latest);
                });
    }

    /** A new one, whose greeting is known. */
    Opening fresh(Call.Granted call, ClientDescription client) throws IOException {
        Whose whose = whose(call, client);
        Session session = known.get(whose);
        return session == null || session.greeting().isEmpty()
                ? opening.run(whose, () -> opened(call, whose))
                : new Opening.Open(session);
    }

    private static Whose whose(Call.Granted call, ClientDescription client) {
        return new Whose(call.access().grant(), client.words(McpProbe.LEGACY).toString());
    }

    private Opening found(Call.Granted call, Whose whose) throws IOException {
        Optional<UpstreamSession> latest = latest(whose);
        if (latest.isEmpty()) {
            return opened(call, whose);
        }
        return remembered(whose, Session.ofAnotherNode(latest.get().id()));
    }

    private Optional<UpstreamSession> latest(Whose whose) {
        try {
            return store.latest(whose.grant())
                    .filter(session -> session.opening().equals(whose.words()));
        } catch (StoreUnavailableException away) {
            return Optional.empty();
        }
    }

    private Opening opened(Call.Granted call, Whose whose) throws IOException {
        return switch (new SessionOpening(upstream).open(call.access(), whose.words())) {
            case SessionOpening.Outcome.Opened(Secret id, JsonObject greeting) -> {
                share(call, whose, id);
                yield remembered(whose, Session.opened(id, greeting));
            }
            case SessionOpening.Outcome.Sessionless(JsonObject greeting) ->
                    remembered(whose, Session.opened(null, greeting));
            case SessionOpening.Outcome.Refused(int status) -> new Opening.Refused(status);
        };
    }

    private Opening remembered(Whose whose, Session session) {
        known.put(whose, session.withoutLongGreeting());
        return new Opening.Open(session);
    }

    private void share(Call.Granted call, Whose whose, Secret id) {
        QuietWrite.of(
                call,
                SessionBridge.UNREMEMBERED,
                () -> store.remember(whose.grant(), new UpstreamSession(id, whose.words())));
    }
}
