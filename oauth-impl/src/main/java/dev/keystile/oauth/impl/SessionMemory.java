package dev.keystile.oauth.impl;

import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSession;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The latest session of each grant in the store, by the grant's id. One that does not open, since
 * its secret was given up, counts as none.
 */
record SessionMemory(Repository<SealedSession> sessions, Sealer outer, SecureRandom random) {
    /**
     * A session as it stands in the store.
     *
     * @param renewed whether it lies under the secret in force
     */
    record Standing(UpstreamSession session, Instant ends, boolean renewed) {}

    Optional<Standing> find(String grant) {
        return sessions.find(grant)
                .flatMap(held ->
                        opened(grant, held.value())
                                .map(session ->
                                        new Standing(
                                                session,
                                                held.stored().ends(),
                                                outer.current(held.value().sealed()))));
    }

    /**
     * Writes a session where there is none, or one that may be written over; the one that stands
     * afterwards.
     */
    UpstreamSession put(
            String grant, UpstreamSession next, Instant ends, Predicate<UpstreamSession> over) {
        var write = new Repository.Decision.Write<>(sealed(grant, next), ends, next);
        return sessions.put(
                grant,
                write,
                standing ->
                        opened(grant, standing)
                                .filter(over.negate())
                                .<Repository.Decision<SealedSession, UpstreamSession>>map(
                                        Repository.Decision.Leave::new)
                                .orElse(write));
    }

    /** Lets the one that stands live on, sealed anew. */
    void renew(String grant, Instant ends) {
        sessions.update(
                grant,
                standing ->
                        new Repository.Decision.Write<>(
                                new SealedSession(
                                        outer.renew(standing.sealed(), context(grant), random)),
                                ends,
                                true));
    }

    void remove(String grant) {
        sessions.remove(grant);
    }

    private SealedSession sealed(String grant, UpstreamSession session) {
        String json =
                JsonText.object()
                        .add("id", session.id().reveal())
                        .add("opening", session.opening())
                        .build()
                        .toString();
        return new SealedSession(outer.seal(Crypto.utf8(json), context(grant), random));
    }

    private Optional<UpstreamSession> opened(String grant, SealedSession session) {
        return outer.open(session.sealed(), context(grant))
                .map(json -> read(JsonText.read(new String(json, StandardCharsets.UTF_8))));
    }

    private static UpstreamSession read(JsonObject json) {
        return new UpstreamSession(Secret.of(json.getString("id")), json.getString("opening"));
    }

    private static String context(String grant) {
        return "upstream session of grant " + grant;
    }
}
