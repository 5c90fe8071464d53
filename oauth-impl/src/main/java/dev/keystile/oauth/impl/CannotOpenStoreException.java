package dev.keystile.oauth.impl;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A store that cannot be opened. Its message names the store and says what to do. */
public final class CannotOpenStoreException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    CannotOpenStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
