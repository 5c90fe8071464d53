package dev.keystile.oauth.impl;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How state is kept in Redis.
 *
 * @param keyPrefix how every key and the channel begin; at most 64 visible ASCII characters
 * @param trustFile a file of certificates in PEM that TLS connections trust; null for those that
 *     Java trusts
 * @param startLimit how long a start waits for Redis
 */
public record RedisSettings(
        RedisUrl url, String keyPrefix, @Nullable Path trustFile, Duration startLimit) {
    /** The key prefix where nothing else is set. */
    public static final String DEFAULT_KEY_PREFIX = "keystile:";

    /** How long a start waits where nothing else is set. */
    public static final Duration DEFAULT_START_LIMIT = Duration.ofSeconds(60);

    /** Checks them; throws {@code IllegalArgumentException} with what was expected. */
    public RedisSettings {
        if (!keyPrefix.matches("[!-~]{0,64}")) {
            throw new IllegalArgumentException("expected at most 64 visible ASCII characters");
        }
        if (startLimit.isNegative()) {
            throw new IllegalArgumentException("expected a limit of 0s or more");
        }
        if (trustFile != null) {
            var _ = TrustFile.read(trustFile);
        }
    }

    /** The defaults with this URL. */
    public static RedisSettings of(RedisUrl url) {
        return new RedisSettings(url, DEFAULT_KEY_PREFIX, null, DEFAULT_START_LIMIT);
    }
}
