package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.LimitDecision;
import io.helidon.http.Method;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/** Lets calls pass as long as their callers make no more of them than they may. */
record CountedCalls(CallRates rates, StreamLimit streams) {
    private static final Logger LOGGER = System.getLogger(CountedCalls.class.getName());

    /** When a caller with too many streams may look again whether one has ended. */
    private static final Duration STREAM_WAIT = Duration.ofSeconds(10);

    CountedCalls(McpLimits limits) {
        this(new CallRates(limits), new StreamLimit(limits.maxStreams()));
    }

    /** Makes a call that is not too many. */
    @FunctionalInterface
    interface Next {
        void pass(McpResponse response) throws IOException;
    }

    void pass(Call call, byte[] body, McpResponse response, Next next) throws IOException {
        LimitDecision decision = rates.take(call);
        if (decision instanceof LimitDecision.Limited limit) {
            LOGGER.log(
                    Level.DEBUG,
                    () -> "mcp.too-many " + call.name() + " rule=" + limit.rule().text());
            CallRates.tooMany(call.request(), limit, body)
                    .sendTo(response, call.request().method());
        } else if (isQuiet(call)) {
            listen(call, body, CallRates.telling(decision, response), next);
        } else {
            next.pass(CallRates.telling(decision, response));
        }
    }

    private void listen(Call call, byte[] body, McpResponse response, Next next)
            throws IOException {
        Optional<StreamLimit.Place> place = streams.take(rates.caller(call));
        if (place.isEmpty()) {
            LOGGER.log(Level.WARNING, () -> "mcp.too-many-streams " + call.name());
            Reply.tooMany(call.request(), "Too many open streams; close one first.", body)
                    .retryAfter(STREAM_WAIT)
                    .sendTo(response, call.request().method());
            return;
        }
        try (StreamLimit.Place _ = place.get()) {
            next.pass(response);
        }
    }

    /** Whether its answer may stay silent for hours. */
    static boolean isQuiet(Call call) {
        return call.method().equals(Method.GET)
                || call.request()
                        .headers()
                        .values(McpHeaders.METHOD.lowerCase())
                        .contains(McpHeaders.LISTEN);
    }
}
