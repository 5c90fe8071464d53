package dev.keystile.oauth.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list. It may be shorter than was asked for, and even empty, with more to come: only
 * so much is gone through at once.
 *
 * @param next where the list goes on; null at its end
 */
public record Listing<T>(List<T> items, @Nullable ListPosition next) {
    /** Copies the list. */
    public Listing {
        items = List.copyOf(items);
    }
}
