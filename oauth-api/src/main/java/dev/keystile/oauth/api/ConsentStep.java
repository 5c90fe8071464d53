package dev.keystile.oauth.api;

import org.jspecify.annotations.Nullable;

/**
 * What a person did on a consent page. {@code transaction} is the page's sealed value, {@code
 * browser} the value of the binding cookie; null where the request had none.
 */
public sealed interface ConsentStep {
    /** The page's sealed value. */
    @Nullable Secret transaction();

    /** The binding cookie's value. */
    @Nullable Secret browser();

    /**
     * A key was typed on the first page.
     *
     * @param userId what was typed as user id, where the page asked for one
     */
    record Continue(
            @Nullable Secret transaction,
            @Nullable Secret browser,
            @Nullable Secret apiKey,
            @Nullable String userId)
            implements ConsentStep {}

    /** Allow on the second page. */
    record Allow(@Nullable Secret transaction, @Nullable Secret browser) implements ConsentStep {}

    /** Deny on either page. */
    record Deny(@Nullable Secret transaction, @Nullable Secret browser) implements ConsentStep {}
}
