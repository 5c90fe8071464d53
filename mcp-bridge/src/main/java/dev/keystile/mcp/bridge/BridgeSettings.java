package dev.keystile.mcp.bridge;

import java.time.Duration;

/**
 * Time limits and sizes.
 *
 * @param connectTimeout for a new connection to the upstream; more than 0
 * @param answerTimeout how long the upstream may be silent in a call, before its first byte or
 *     between two; then the caller gets 504, or the stream ends. Longer than the 300 seconds that
 *     clients give a tool call
 * @param streamTimeout the same for streams that are quiet by nature: GET, and {@code
 *     subscriptions/listen}
 * @param idleConnections most connections kept open and idle for each upstream; at least 1
 * @param maxRequestBytes largest request body; a longer one is 413
 * @param probeTimeout for one key check as a whole
 * @param maxProbeBytes largest single answer that a key check reads
 * @param streams what a client is sent while its upstream is quiet
 */
public record BridgeSettings(
        Duration connectTimeout,
        Duration answerTimeout,
        Duration streamTimeout,
        int idleConnections,
        int maxRequestBytes,
        Duration probeTimeout,
        int maxProbeBytes,
        StreamSettings streams) {
    /** What suits a gateway before one or a few upstreams. */
    public static final BridgeSettings DEFAULTS =
            new BridgeSettings(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(6),
                    Duration.ofHours(1),
                    256,
                    4 << 20,
                    Duration.ofSeconds(15),
                    8 << 20,
                    StreamSettings.DEFAULTS);

    /** Checks the ranges; the message of the exception names the setting. */
    public BridgeSettings {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("answerTimeout", answerTimeout);
        requirePositive("streamTimeout", streamTimeout);
        requirePositive("idleConnections", idleConnections);
        requirePositive("maxRequestBytes", maxRequestBytes);
        requirePositive("probeTimeout", probeTimeout);
        requirePositive("maxProbeBytes", maxProbeBytes);
    }

    static void requirePositive(String name, Duration value) {
        // A socket takes its timeouts in an int of milliseconds.
        if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(Duration.ofDays(24)) > 0) {
            throw new IllegalArgumentException(name + ": expected 1 ms to 24 days, not " + value);
        }
    }

    static void requirePositive(String name, int value) {
        if (value < 1 || value == Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    name + ": expected 1 to " + (Integer.MAX_VALUE - 1) + ", not " + value);
        }
    }
}
