package dev.keystile.app.http;

import java.time.Duration;

/**
 * How many requests are worked on at once, those of MCP aside, which each upstream has a limit for.
 *
 * <p>A network that is not known to be shared by very many people gets a quarter of each, rounded
 * up; its requests wait for one another first.
 *
 * @param most at once; at least 1
 * @param queue how many more wait; 0 or more. One more is answered 503
 * @param patience how long one waits, for its network's part and then for its turn, before it is
 *     answered 503
 */
public record RequestLimits(int most, int queue, Duration patience) {
    /** What suits one machine. */
    public static final RequestLimits DEFAULTS =
            new RequestLimits(256, 1024, Duration.ofSeconds(5));
}
