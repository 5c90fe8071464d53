package dev.keystile.mcp.bridge;

import dev.keystile.oauth.api.KeyNames;
import dev.keystile.oauth.api.RateLimiter;
import java.util.function.IntSupplier;

/**
 * How much callers may ask of the bridge.
 *
 * @param limiter counts calls
 * @param keys what callers with an API key are counted by
 * @param maxStreams most streams that may be quiet for long, open at once for one account at this
 *     node, as it is now; at least 1
 */
public record McpLimits(RateLimiter limiter, KeyNames keys, IntSupplier maxStreams) {
    /** As many as anybody wants. */
    public static final McpLimits NONE =
            new McpLimits(RateLimiter.NONE, (_, _) -> "", Integer.MAX_VALUE);

    /** With a limit of streams that stays. */
    public McpLimits(RateLimiter limiter, KeyNames keys, int maxStreams) {
        this(limiter, keys, () -> maxStreams);
    }
}
