package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.BearerTokens;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every call that is under way, four times a second, on one thread: calls that are over by
 * then cost no thread and no timer of their own.
 */
final class Pulse implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Pulse.class.getName());
    private static final Duration PERIOD = Duration.ofMillis(250);

    /** Makes a call and sends its answer. */
    @FunctionalInterface
    interface Exchange {
        void answer(McpResponse response) throws IOException;
    }

    private final BearerTokens tokens;
    private final StreamSettings settings;
    private final Passed time;
    private final Runnable besides;
    private volatile boolean stopping;
    private final Set<Underway> calls = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofVirtual().name("keystile-pulse").factory());

    /**
     * It begins to look.
     *
     * @param besides what else is to be looked at as often
     */
    Pulse(BearerTokens tokens, StreamSettings settings, InstantSource clock, Runnable besides) {
        this.tokens = tokens;
        this.settings = settings;
        this.time = new Passed(clock);
        this.besides = besides;
        var _ =
                thread.scheduleWithFixedDelay(
                        this::beat, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Makes a call on this thread, which is interrupted when the call is to end.
     *
     * @throws IOException as the exchange does, or because the client is gone
     */
    void follow(Call call, byte[] body, McpResponse client, Exchange exchange) throws IOException {
        LiveAnswer answer = new LiveAnswer(call, body, client, settings, time);
        Cutoff cutoff = new Cutoff();
        Underway underway = new Underway(call, answer, cutoff, tokens, time.millis());
        calls.add(underway);
        try {
            cutoff.cover(() -> exchange.answer(answer));
        } catch (InterruptedIOException ended) {
            end(call, answer, cutoff.reason(), ended);
        } finally {
            calls.remove(underway);
        }
    }

    /** One look; calls that it finds something to do for get a thread. */
    synchronized void beat() {
        time.look();
        long now = time.millis();
        for (Underway call : calls) {
            guarded(() -> call.beat(now));
            if (stopping) {
                guarded(call::endIfQuiet);
            }
        }
        guarded(besides);
    }

    /** Streams that may be quiet for long end from now on. */
    void endStreams() {
        stopping = true;
    }

    /** How many calls are under way. */
    int size() {
        return calls.size();
    }

    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException failed) {
            // The executor would never look again.
            LOGGER.log(Level.ERROR, () -> "mcp.pulse-failed cause=" + failed.getClass().getName());
        }
    }

    /** Ends the looking; calls that are under way go on. */
    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** Does what is left to do for a call that was ended. */
    private static void end(
            Call call, LiveAnswer answer, Cutoff.@Nullable Reason reason, IOException ended)
            throws IOException {
        switch (reason) {
            case null -> throw ended;
            case CLIENT_GONE -> {
                LOGGER.log(Level.DEBUG, () -> "mcp.client-gone " + call.name());
                throw new IOException("the client is gone", ended);
            }
            case STOPPING, LATE -> answer.cut();
            case GRANT_OVER -> {
                LOGGER.log(Level.INFO, () -> "mcp.stream-ended " + call.name());
                answer.cut();
            }
            case CANCELLED -> {
                LOGGER.log(Level.DEBUG, () -> "mcp.call-cancelled " + call.name());
                answer.cancel();
            }
        }
    }
}
