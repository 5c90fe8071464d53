package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * A tool as the upstream lists it; the marks are the upstream's own claim, and no annotation means
 * not read-only.
 *
 * @param title for people; null when there is none
 */
public record Tool(String name, @Nullable String title, boolean readOnly, boolean destructive) {}
