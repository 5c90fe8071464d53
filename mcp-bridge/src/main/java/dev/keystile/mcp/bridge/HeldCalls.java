package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.GrantId;
import dev.keystile.oauth.api.Secret;
import dev.keystile.oauth.api.UpstreamSessions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls whose upstream waits for an answer of the client, on this node, for a while. The client
 * holds nothing but a name, sealed for its grant; it is good once.
 */
final class HeldCalls implements AutoCloseable {
    private static final int MOST = 1_000;

    /** Each has a place of its upstream: nobody takes all of them and leaves. */
    static final int MOST_OF_A_GRANT = 8;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final UpstreamSessions seals;
    private final Translation.CallLimits limits;
    private final InstantSource clock;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    HeldCalls(UpstreamSessions seals, Translation.CallLimits limits, InstantSource clock) {
        this.seals = seals;
        this.limits = limits;
        this.clock = clock;
    }

    private record Held(GrantId grant, HeldCall call, CallLimit.Place place, Instant until) {
        void end() {
            call.close();
            place.close();
        }
    }

    /** Holds a call; empty when there are too many, of everybody or of its grant. */
    Optional<String> hold(Call.Granted call, String name, HeldCall waiting) {
        endLate();
        GrantId grant = call.access().grant();
        if (held.size() >= MOST || of(grant) >= MOST_OF_A_GRANT) {
            return Optional.empty();
        }
        try {
            CallLimit.Place place = limits.of(call).take();
            held.put(name, new Held(grant, waiting, place, clock.instant().plus(PATIENCE)));
        } catch (UpstreamException full) {
            return Optional.empty();
        }
        return Optional.of(seals.seal(grant, call.connector().id(), Secret.of(name)).reveal());
    }

    private long of(GrantId grant) {
        return held.values().stream().filter(each -> each.grant().equals(grant)).count();
    }

    /** The call that goes on; empty when it is not here, or no longer. */
    Optional<HeldCall> take(Call.Granted call, String state) {
        endLate();
        return seals.open(call.access().grant(), call.connector().id(), Secret.of(state))
                .map(name -> held.remove(name.reveal()))
                .map(found -> {
                    found.place().close();
                    return found.call();
                });
    }

    @Override
    public void close() {
        held.values().forEach(Held::end);
        held.clear();
    }

    /** Ends those that have waited for too long. */
    void endLate() {
        Instant now = clock.instant();
        held.forEach((name, waiting) -> {
            if (now.isAfter(waiting.until()) && held.remove(name, waiting)) {
                waiting.end();
            }
        });
    }
}
