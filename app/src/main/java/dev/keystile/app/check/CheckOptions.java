package dev.keystile.app.check;

import dev.keystile.oauth.api.Secret;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to check.
 *
 * @param target the gateway and the MCP URL
 * @param key the API key to sign in with; null for the walk that needs none
 * @param timeout the most that one request may take; the whole walk may take ten times as long
 */
public record CheckOptions(CheckTarget target, @Nullable Secret key, Duration timeout) {
    /** The most that one request may take when nothing else is asked for. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

    private static final int MOST_TIMES = 10;

    /** Checks the timeout. */
    public CheckOptions {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("--timeout: at least 1 second expected");
        }
    }

    /**
     * Reads what was typed.
     *
     * @param url the base URL or an MCP URL of the gateway
     * @param key an API key; null for the walk that needs none
     * @param user whose personal URL to sign in for; null for the one in {@code url}, or the shared
     *     one
     * @throws IllegalArgumentException with a message for the person who typed it
     */
    public static CheckOptions of(
            String url, @Nullable Secret key, @Nullable String user, Duration timeout) {
        return new CheckOptions(CheckTarget.of(url, user), key, timeout);
    }

    /** The most that the whole walk may take. */
    Duration wholeTimeout() {
        return timeout.multipliedBy(MOST_TIMES);
    }
}
