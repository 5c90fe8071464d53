package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.UpstreamSessions;
import io.helidon.http.Method;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Answers clients whose upstream speaks in another era than they do (GW-B-05). Before an upstream
 * that speaks as its client does, nothing is translated.
 */
final class Translation implements AutoCloseable {
    private final UpstreamEras eras;
    private final LegacyClients legacy;
    private final ModernClients modern;

    /**
     * Nothing is known of any upstream yet.
     *
     * @param probing clients that give up soon
     * @param limits where places for calls that wait for their clients are taken
     */
    Translation(
            UpstreamSessions sessions,
            SessionRequests upstream,
            UpstreamClients probing,
            CallLimits limits,
            InstantSource clock,
            SecureRandom random) {
        this.eras = new UpstreamEras(probing, clock);
        UniqueIds ids = new UniqueIds(random);
        this.legacy = new LegacyClients(new ClientHandles(sessions, ids), upstream, ids);
        this.modern =
                new ModernClients(
                        new LegacySessions(sessions, upstream),
                        upstream,
                        new HeldCalls(sessions, limits, clock),
                        ids);
    }

    /** Where a call's place comes from. */
    @FunctionalInterface
    interface CallLimits {
        CallLimit of(Call call);
    }

    /** What became of a request. */
    enum Outcome {
        /** It has its answer. */
        ANSWERED,

        /** The upstream refuses the API key, and the client has no answer yet. */
        KEY_REFUSED,

        /** Client and upstream need nobody between them. */
        AS_IS
    }

    /** Answers a request if its upstream cannot. */
    Outcome answer(Call.Granted call, byte[] body, McpResponse response) throws IOException {
        if (call.method().equals(Method.HEAD)) {
            return Outcome.AS_IS;
        }
        Optional<UpstreamEra> era = eras.of(call);
        boolean isModern = isModern(call, body);
        if (era.isEmpty() || era.get().speaks(isModern)) {
            return Outcome.AS_IS;
        }
        return isModern ? modern.answer(call, body, response) : legacy.answer(call, body, response);
    }

    /** An upstream answered with this status, which may be that of one of another era by now. */
    void heard(Call call, int status) {
        if (status == 400 || status == 404 || status == 405) {
            eras.doubt(call.connector().id());
        }
    }

    /** Ends what has waited for its client too long. */
    void endLate() {
        modern.endLate();
    }

    @Override
    public void close() {
        modern.close();
        eras.close();
    }

    private static boolean isModern(Call.Granted call, byte[] body) {
        return SessionBridge.isModern(call)
                || (body.length > 0 && isModern(MessageGlance.at(body)));
    }

    private static boolean isModern(MessageGlance message) {
        return SessionMessage.isModern(message.version())
                || message.method().equals("server/discover");
    }
}
