package dev.keystile.mcp.bridge;

import java.time.Duration;

/**
 * What a client is sent while its upstream is quiet.
 *
 * @param keepAlive after how long without a byte an event stream gets a comment; proxies and
 *     clients cut streams on which nothing comes
 * @param earlyStream after how long without an answer an event stream begins for a client that
 *     takes one; below the 60 seconds that clients wait for a response's head
 */
public record StreamSettings(Duration keepAlive, Duration earlyStream) {
    /** What suits the clients that are known. */
    public static final StreamSettings DEFAULTS =
            new StreamSettings(Duration.ofSeconds(15), Duration.ofSeconds(25));

    /** Checks the ranges; the message of the exception names the setting. */
    public StreamSettings {
        BridgeSettings.requirePositive("keepAlive", keepAlive);
        BridgeSettings.requirePositive("earlyStream", earlyStream);
    }
}
