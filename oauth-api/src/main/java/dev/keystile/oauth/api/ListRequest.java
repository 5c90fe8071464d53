package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param search what has to occur in an item, in whatever case; empty for all
 * @param after where to go on; null for the beginning
 * @param most how many items at most, 1 to {@value #MOST}
 */
public record ListRequest(String search, @Nullable ListPosition after, int most) {
    /** The most items at once. */
    public static final int MOST = 500;

    /** Checks how many. */
    public ListRequest {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("expected 1 to " + MOST + " items");
        }
    }
}
