package dev.keystile.oauth.api.spi;

import java.io.Serial;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The store cannot answer now, or a write's outcome is unknown: 503 with {@code Retry-After}, never
 * an OAuth verdict.
 */
public final class StoreUnavailableException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    /** How long a caller should wait. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    /** With the reason, for the log, and the driver's own exception where there is one. */
    public StoreUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
